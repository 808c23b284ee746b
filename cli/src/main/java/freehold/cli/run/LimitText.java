package freehold.cli.run;

import freehold.cell.Limit;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads limits as people write them: {@code cpu=2s,wall=10s,memory=256M}. Times take {@code ms}, {@code s} or {@code m}; sizes
 * take {@code K}, {@code M} or {@code G}, powers of 1,024; counts take nothing. The result is in wire units: milliseconds, bytes, counts.
 */
final class LimitText {
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,6})?)([A-Za-z]*)");
    private static final Map<String, Limit> NAMES = Map.of(
            "cpu", Limit.CPU,
            "wall", Limit.WALL,
            "memory", Limit.MEMORY,
            "processes", Limit.PROCESSES,
            "output", Limit.OUTPUT,
            "disk", Limit.DISK,
            "files", Limit.OPEN_FILES);
    private static final Map<String, Integer> MILLISECONDS = Map.of("ms", 1, "s", 1_000, "m", 60_000);
    private static final Map<String, Integer> BYTES = Map.of(
            "", 1, "b", 1, "k", 1 << 10, "kib", 1 << 10, "m", 1 << 20, "mib", 1 << 20, "g", 1 << 30, "gib", 1 << 30);

    private LimitText() {}

    /**
     * Reads a list of limits, separated by commas.
     *
     * @throws IllegalArgumentException with a sentence for the caller, if a name, number or unit cannot be understood
     */
    static Map<Limit, Long> parse(String text) {
        Map<Limit, Long> limits = new EnumMap<>(Limit.class);
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("'" + part + "' is not NAME=VALUE, as in cpu=2s");
            }
            String name = part.substring(0, equals);
            Limit limit = NAMES.get(name);
            if (limit == null) {
                throw new IllegalArgumentException(
                        "no limit '" + name + "'; there are cpu, wall, memory, processes, output, disk and files");
            }
            if (limits.putIfAbsent(limit, value(limit, part.substring(equals + 1))) != null) {
                throw new IllegalArgumentException("'" + name + "' is given twice");
            }
        }
        return limits;
    }

    private static long value(Limit limit, String text) {
        Matcher number = NUMBER.matcher(text);
        if (!number.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a number with a unit");
        }
        String unit = number.group(2).toLowerCase(Locale.ROOT);
        Integer factor = switch (limit) {
            case CPU, WALL -> MILLISECONDS.get(unit);
            case MEMORY, OUTPUT, DISK -> BYTES.get(unit);
            case PROCESSES, OPEN_FILES -> unit.isEmpty() ? 1 : null;
        };
        if (factor == null) {
            throw new IllegalArgumentException("'" + text + "' needs " + units(limit));
        }
        BigDecimal value = new BigDecimal(number.group(1)).multiply(BigDecimal.valueOf(factor));
        try {
            return value.longValueExact();
        } catch (ArithmeticException _) {
            throw new IllegalArgumentException("'" + text + "' is not a whole number of " + measure(limit));
        }
    }

    private static String units(Limit limit) {
        return switch (limit) {
            case CPU, WALL -> "a unit: ms, s or m";
            case MEMORY, OUTPUT, DISK -> "a unit: K, M or G, or none for bytes";
            case PROCESSES, OPEN_FILES -> "no unit: it is a count";
        };
    }

    private static String measure(Limit limit) {
        return switch (limit) {
            case CPU, WALL -> "milliseconds";
            case MEMORY, OUTPUT, DISK -> "bytes";
            case PROCESSES, OPEN_FILES -> "its kind";
        };
    }
}
