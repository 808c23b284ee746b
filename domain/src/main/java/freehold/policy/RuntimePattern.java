package freehold.policy;

import freehold.runtime.Pack;
import freehold.runtime.RuntimeIdentity;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which runtimes are meant: a name or alias in which one {@code *} stands for anything ({@code python}, {@code c*}), with a version of
 * whole components ({@code python@3.11}) or pinned ({@code python@sha256:…}).
 */
public record RuntimePattern(String text) {
    private static final Pattern FORM =
            Pattern.compile("[a-z0-9+#_.-]*\\*?[a-z0-9+#_.-]*(@(sha256:[0-9a-f]{64}|[A-Za-z0-9][A-Za-z0-9.+_-]*))?");
    private static final int CHARACTERS_MAX = 128;

    public RuntimePattern {
        fault(text).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
    }

    /** What is wrong with a text as a pattern; empty if nothing is. */
    public static Optional<String> fault(String text) {
        boolean formed = !text.isEmpty()
                && !text.startsWith("@")
                && text.length() <= CHARACTERS_MAX
                && FORM.matcher(text).matches();
        return formed
                ? Optional.empty()
                : Optional.of("must be a runtime such as python, c*, python@3.11 or python@sha256: and 64 digits");
    }

    /** What it says of the name, in which one {@code *} may stand for anything. */
    public String name() {
        int at = text.indexOf('@');
        return at < 0 ? text : text.substring(0, at);
    }

    /** Whether a pack is meant, in whatever version. */
    public boolean names(Pack pack) {
        return isNamed(pack.name(), pack.aliases());
    }

    boolean matches(RuntimeIdentity runtime, List<String> aliases) {
        int at = text.indexOf('@');
        return isNamed(runtime.name(), aliases) && isVersion(at < 0 ? "" : text.substring(at + 1), runtime);
    }

    private boolean isNamed(String name, List<String> aliases) {
        String pattern = name();
        return isNamed(pattern, name) || aliases.stream().anyMatch(alias -> isNamed(pattern, alias));
    }

    private static boolean isNamed(String pattern, String name) {
        int star = pattern.indexOf('*');
        return star < 0
                ? pattern.equals(name)
                : name.length() >= pattern.length() - 1
                        && name.startsWith(pattern.substring(0, star))
                        && name.endsWith(pattern.substring(star + 1));
    }

    private static boolean isVersion(String wanted, RuntimeIdentity runtime) {
        return wanted.isEmpty()
                || runtime.digest().toString().equals(wanted)
                || runtime.version().equals(wanted)
                || runtime.version().startsWith(wanted + ".");
    }

    @Override
    public String toString() {
        return text;
    }
}
