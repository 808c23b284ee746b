package freehold.cli.migrate;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The products whose configuration is read, each with the form that it has. */
enum Peer {
    /** {@code judge0.conf}: one {@code NAME=VALUE} a line. */
    JUDGE0("^\\s*([A-Z][A-Z0-9_]*)\\s*=\\s*(.*?)\\s*$", "127.0.0.1:2358"),

    /** An environment file, or a compose file whose {@code environment} names the variables. */
    PISTON("^\\s*-?\\s*[\"']?(PISTON_[A-Z0-9_]*)[\"']?\\s*[=:]\\s*(.*?)\\s*$", "127.0.0.1:2000"),

    /** {@code app/Config/Jobe.php}, or {@code application/config/config.php} of older releases. */
    JOBE(
            "^\\s*(?:public\\s+[\\w?|\\\\]+\\s+\\$([a-z0-9_]+)|\\$config\\['([a-z0-9_]+)'\\])\\s*=\\s*(.*?);\\s*(?://.*)?$",
            "127.0.0.1:4000");

    private final Pattern line;
    private final String port;

    Peer(String line, String port) {
        this.line = Pattern.compile(line);
        this.port = port;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Where its clients look for it, on this machine. */
    String port() {
        return port;
    }

    /** What a file sets, in its order; comments and what has no value are left out. */
    Map<String, String> read(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        text.lines()
                .filter(each -> !each.strip().startsWith("#") && !each.strip().startsWith("//"))
                .forEach(each -> {
                    Matcher found = line.matcher(each);
                    if (found.matches()) {
                        String name = found.group(1) == null ? found.group(2) : found.group(1);
                        String value = unquoted(found.group(found.groupCount()));
                        if (!value.isEmpty()) {
                            values.put(name, value);
                        }
                    }
                });
        return values;
    }

    private static String unquoted(String value) {
        boolean isQuoted = value.length() >= 2
                && (value.startsWith("\"") || value.startsWith("'"))
                && value.charAt(value.length() - 1) == value.charAt(0);
        return isQuoted ? value.substring(1, value.length() - 1) : value;
    }

    /** What changes for a client: one line. */
    String clientsChange() {
        return switch (this) {
            case JUDGE0 ->
                "judge0.Client(\"http://HOST:2358\", {\"X-Auth-Token\": \"fh_…\"}), or the same header in whatever client you have";
            case PISTON -> "the address http://HOST:2000/api/v2/, and the header Authorization: fh_…";
            case JOBE -> "in Moodle, the CodeRunner settings: Jobe server HOST:4000, Jobe API-key fh_…";
        };
    }
}
