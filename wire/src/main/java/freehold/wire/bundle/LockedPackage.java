package freehold.wire.bundle;

import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import java.util.regex.Pattern;

/**
 * One package, pinned.
 *
 * @param name as its own world writes it: {@code libc6}, {@code typescript}, {@code org.clojure:clojure}
 * @param file name of the file that the client leaves
 * @param unpacked what its author says that it needs on disk; an estimate
 * @param sha256 of the file
 * @param integrity the {@code sha512-…} text of npm, empty for others
 * @param place the directory under {@code /opt}, empty for {@code /}
 */
public record LockedPackage(
        PackageKind kind,
        String name,
        String version,
        String file,
        Bytes size,
        Bytes unpacked,
        Digest sha256,
        String integrity,
        String place) {
    private static final Pattern NAME =
            Pattern.compile("(?:@[a-z0-9][a-z0-9._-]*/)?[A-Za-z0-9][A-Za-z0-9._+-]*(?::[A-Za-z0-9][A-Za-z0-9._-]*)?");
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+:~_-]*");
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+%:~_-]*");
    private static final Pattern INTEGRITY = Pattern.compile("|sha512-[A-Za-z0-9+/]{86}==");
    static final Pattern PLACE = Pattern.compile("|[a-z0-9][a-z0-9._-]*");

    public LockedPackage {
        require(NAME, name, "the name of a package");
        require(VERSION, version, "a version");
        require(FILE, file, "the name of a file");
        require(INTEGRITY, integrity, "an integrity text");
        require(PLACE, place, "a place");
        if (name.length() > 214 || version.length() > 128 || file.length() > 255) {
            throw new IllegalArgumentException("too long: " + name);
        }
        if ((kind == PackageKind.DEB) != place.isEmpty()) {
            throw new IllegalArgumentException("Debian packages are unpacked at /, all others below /opt: " + name);
        }
        if ((kind == PackageKind.NPM) == integrity.isEmpty()) {
            throw new IllegalArgumentException("npm packages, and no others, have an integrity text: " + name);
        }
        if ((kind == PackageKind.MAVEN) != (name.indexOf(':') >= 0)) {
            throw new IllegalArgumentException("Maven packages, and no others, are written group:artifact: " + name);
        }
    }

    static void require(Pattern form, String text, String what) {
        if (!form.matcher(text).matches()) {
            throw new IllegalArgumentException("not " + what + ": " + text);
        }
    }

    /** For people: {@code deb lua5.4 5.4.4-3}. */
    @Override
    public String toString() {
        return kind.word() + " " + name + " " + version;
    }
}
