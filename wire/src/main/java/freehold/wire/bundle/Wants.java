package freehold.wire.bundle;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a person asked for, before anything was resolved. Values are names with an optional version, in the client's own writing:
 * {@code lua5.4}, {@code typescript@5.9.3}, {@code ziglang==0.17.1}, {@code org.clojure:clojure:1.12.3}.
 *
 * @param debs Debian packages, from the lock's suite
 * @param npm by place under {@code /opt}; each without its dependencies
 * @param pypi by place under {@code /opt}; wheels only, with their dependencies
 * @param python the CPython version whose wheels are taken, such as {@code 3.13}
 * @param maven by place under {@code /opt}; jars, with their runtime dependencies
 */
public record Wants(
        List<String> debs,
        SortedMap<String, List<String>> npm,
        SortedMap<String, List<String>> pypi,
        String python,
        SortedMap<String, List<String>> maven) {
    private static final Pattern DEB = Pattern.compile("[a-z0-9][a-z0-9.+-]*(?:=[A-Za-z0-9.+:~-]+)?");
    private static final Pattern NPM =
            Pattern.compile("(?:@[a-z0-9][a-z0-9._-]*/)?[a-z0-9][a-z0-9._-]*(?:@[A-Za-z0-9.+-]+)?");
    private static final Pattern PYPI = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*(?:==[A-Za-z0-9.+!]+)?");
    private static final Pattern MAVEN =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*:[A-Za-z0-9][A-Za-z0-9._-]*:[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final Pattern PYTHON = Pattern.compile("3\\.\\d{1,2}");

    public Wants {
        debs = List.copyOf(debs);
        npm = new TreeMap<>(npm);
        pypi = new TreeMap<>(pypi);
        maven = new TreeMap<>(maven);
        debs.forEach(each -> LockedPackage.require(DEB, each, "a Debian package"));
        requireAll(NPM, npm, "an npm package");
        requireAll(PYPI, pypi, "a PyPI package");
        requireAll(MAVEN, maven, "group:artifact:version");
        LockedPackage.require(PYTHON, python, "a version of CPython");
    }

    private static void requireAll(Pattern form, Map<String, List<String>> places, String what) {
        places.forEach((place, names) -> {
            LockedPackage.require(LockedPackage.PLACE, place, "a place");
            names.forEach(each -> LockedPackage.require(form, each, what));
        });
    }
}
