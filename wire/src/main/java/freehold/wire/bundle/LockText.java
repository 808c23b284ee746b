package freehold.wire.bundle;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes lockfiles: one line a package, so that a refreshed lock is a readable difference. */
public final class LockText {
    private LockText() {}

    /** The file, ending with a newline. {@link LockCodec} reads it back to an equal lock. */
    public static String of(LockFile lock) {
        StringBuilder text = new StringBuilder("lock: 1\n");
        line(text, "bundle: ", quoted(lock.bundle()));
        line(text, "version: ", quoted(lock.version()));
        line(text, "suite: ", lock.suite());
        if (!lock.variables().isEmpty()) {
            text.append("variables:\n");
            lock.variables().forEach((name, value) -> line(text, "  " + name + ": ", quoted(value)));
        }
        lock.runRoot().ifPresent(root -> line(text, "run_root: ", quoted(root)));
        switch (lock.proc()) {
            case OWN -> {}
            case FULL -> line(text, "proc: ", "full");
        }
        wants(text, lock.wants());
        if (!lock.fixes().isEmpty()) {
            text.append("fixes:\n");
            lock.fixes().forEach(fix -> line(text, "  - ", flow(fix)));
        }
        lock.tree().ifPresent(tree -> line(text, "tree: ", quoted(tree.toString())));
        text.append("packages:").append(lock.packages().isEmpty() ? " []\n" : "\n");
        lock.packages().forEach(each -> line(text, "  - ", flow(each)));
        return text.toString();
    }

    private static void wants(StringBuilder text, Wants wants) {
        text.append("wants:\n");
        line(text, "  debs: ", flow(wants.debs()));
        places(text, "npm", wants.npm());
        places(text, "pypi", wants.pypi());
        if (!wants.pypi().isEmpty()) {
            line(text, "  python: ", quoted(wants.python()));
        }
        places(text, "maven", wants.maven());
    }

    private static void places(StringBuilder text, String kind, Map<String, List<String>> places) {
        if (!places.isEmpty()) {
            line(text, "  ", kind + ":");
            places.forEach((place, names) -> line(text, "    ", quoted(place) + ": " + flow(names)));
        }
    }

    private static String flow(Fix fix) {
        return switch (fix) {
            case Fix.Link(String at, String to) -> "{link: " + quoted(at) + ", to: " + quoted(to) + "}";
            case Fix.TextFile(String at, String content, Fix.Access access) ->
                "{file: " + quoted(at) + ", text: " + quoted(content) + access(access) + "}";
            case Fix.Remove(String at) -> "{remove: " + quoted(at) + "}";
            case Fix.Run(List<String> argv) -> "{run: " + flow(argv) + "}";
        };
    }

    private static String access(Fix.Access access) {
        return switch (access) {
            case READABLE -> "";
            case EXECUTABLE -> ", access: executable";
        };
    }

    private static String flow(LockedPackage each) {
        String integrity = each.integrity().isEmpty() ? "" : ", integrity: " + quoted(each.integrity());
        String place = each.place().isEmpty() ? "" : ", place: " + quoted(each.place());
        return "{kind: " + each.kind().word() + ", name: " + quoted(each.name()) + ", version: "
                + quoted(each.version())
                + place + ", file: " + quoted(each.file()) + ", bytes: "
                + each.size().count() + ", unpacked_bytes: "
                + each.unpacked().count() + ", sha256: " + quoted(each.sha256().hex()) + integrity + "}";
    }

    private static String flow(List<String> texts) {
        return texts.stream().map(LockText::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append(key).append(value).append('\n');
    }

    /** Plain where YAML cannot take it for anything but a text, else in double quotes with JSON's escapes. */
    private static String quoted(String text) {
        if (text.matches("[A-Za-z/][A-Za-z0-9./_+-]*") && !text.matches("(?i)true|false|yes|no|on|off|null|y|n")) {
            return text;
        }
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if ((c < 0x7f && c >= ' ') || Character.isLetterOrDigit(c)) {
                        quoted.appendCodePoint(c);
                    } else {
                        quoted.append("\\U%08x".formatted(c));
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }
}
