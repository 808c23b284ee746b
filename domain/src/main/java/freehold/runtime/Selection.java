package freehold.runtime;

/** What a reference such as {@code python@3.11} turned out to be. */
public sealed interface Selection {
    /** It can run here. */
    record Found(Installed runtime) implements Selection {}

    /** The language is known, but not installed. */
    record NotInstalled(Missing missing) implements Selection {}

    /** No such language, version or digest. */
    record Unknown(String reference) implements Selection {}
}
