package freehold.cli.serve;

import java.util.List;

/** Which dialect is served at a port of its own, as {@code judge0=127.0.0.1:2358}. */
record DialectListen(String dialect, Listen listen) {
    private static final List<String> KNOWN =
            List.of("judge0", "piston", "jobe", "sandboxfusion", "librechat", "go-judge");

    /**
     * Reads all that a server gets.
     *
     * @throws IllegalArgumentException with a sentence for people
     */
    static List<DialectListen> parseAll(List<String> texts) {
        List<DialectListen> all = texts.stream().map(DialectListen::parse).toList();
        if (all.stream().map(DialectListen::dialect).distinct().count() < all.size()) {
            throw new IllegalArgumentException("each dialect has one port of its own, not two");
        }
        return all;
    }

    private static DialectListen parse(String text) {
        int equals = text.indexOf('=');
        String dialect = text.substring(0, Math.max(0, equals));
        if (!KNOWN.contains(dialect)) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not NAME=HOST:PORT with a name of " + String.join(", ", KNOWN));
        }
        return new DialectListen(dialect, Listen.parse(text.substring(equals + 1)));
    }
}
