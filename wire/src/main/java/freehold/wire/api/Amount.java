package freehold.wire.api;

import freehold.cell.Limit;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An amount as people write it: {@code 5s} or {@code 500ms}, {@code 256MiB}. It becomes a number in the unit of its limit on the wire. */
final class Amount {
    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,11})(ms|s|min|B|KiB|MiB|GiB)");
    private static final Map<String, Long> TIME = Map.of("ms", 1L, "s", 1_000L, "min", 60_000L);
    private static final Map<String, Long> SIZE = Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

    private Amount() {}

    static Optional<Long> parse(Limit limit, String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.ofNullable(factors(limit).get(matcher.group(2)))
                        .map(factor -> Long.parseLong(matcher.group(1)) * factor)
                : Optional.empty();
    }

    /** What would have been understood. */
    static String demand(Limit limit) {
        return switch (limit) {
            case CPU, WALL -> "must be milliseconds such as 5000, or a time such as 5s";
            case MEMORY, OUTPUT, DISK -> "must be bytes such as 1048576, or a size such as 1MiB";
            case PROCESSES, OPEN_FILES -> "must be a whole number";
        };
    }

    private static Map<String, Long> factors(Limit limit) {
        return switch (limit) {
            case CPU, WALL -> TIME;
            case MEMORY, OUTPUT, DISK -> SIZE;
            case PROCESSES, OPEN_FILES -> Map.of();
        };
    }
}
