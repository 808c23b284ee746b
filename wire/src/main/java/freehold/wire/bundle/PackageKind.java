package freehold.wire.bundle;

import java.util.Locale;

/** Which client fetches a package, and with it, how it is unpacked. */
public enum PackageKind {
    DEB,
    MAVEN,
    NPM,
    PYPI;

    /** As lockfiles write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
