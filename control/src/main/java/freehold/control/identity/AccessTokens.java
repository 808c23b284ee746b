package freehold.control.identity;

/** Tokens that somebody else issued, and that we were told to believe. Safe for any number of threads. */
@FunctionalInterface
public interface AccessTokens {
    /** Whose token this is. A keeper of keys that does not answer makes that {@link Finding.Uncertain}, never known. */
    Finding verify(String token);
}
