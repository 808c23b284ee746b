package freehold.wire.pack;

import freehold.cell.Limits;
import freehold.quantity.Bytes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Limits as people write them in a pack: {@code {cpu: 5s, memory: 512MiB, processes: 64}}. */
final class LimitTexts {
    private static final Pattern AMOUNT = Pattern.compile("([1-9][0-9]{0,11})(ms|s|B|KiB|MiB|GiB)?");
    private static final Map<String, Unit> KEYS = keys();

    /** What a limit counts in, and its name on the wire. */
    private record Unit(String wire, Map<String, Long> factors, String example) {}

    private LimitTexts() {}

    /** The limits of a step: what is written, and the rest from the defaults. */
    static Limits limits(Fields fields, Limits otherwise) {
        Map<String, Long> written = overrides(fields);
        return new Limits(
                Duration.ofMillis(written.getOrDefault("cpu_ms", otherwise.cpu().toMillis())),
                Duration.ofMillis(
                        written.getOrDefault("wall_ms", otherwise.wall().toMillis())),
                new Bytes(
                        written.getOrDefault("memory_bytes", otherwise.memory().count())),
                count(written, "processes", otherwise.processes()),
                new Bytes(
                        written.getOrDefault("output_bytes", otherwise.output().count())),
                new Bytes(written.getOrDefault("disk_bytes", otherwise.disk().count())),
                count(written, "open_files", otherwise.openFiles()));
    }

    /** What is written, by the names on the wire. */
    static Map<String, Long> overrides(Fields fields) {
        Map<String, Long> written = new LinkedHashMap<>();
        KEYS.forEach((key, unit) -> {
            Optional<String> text = fields.optionalScalar(key);
            if (text.isPresent()) {
                Optional<Long> amount = amount(text.get(), unit);
                amount.ifPresent(value -> written.put(unit.wire(), value));
                if (amount.isEmpty()) {
                    fields.faults().add(fields.at(key), "Write " + unit.example() + ", not '" + text.get() + "'.");
                }
            }
        });
        fields.end();
        return written;
    }

    private static int count(Map<String, Long> written, String name, int otherwise) {
        return Math.toIntExact(Math.min(Integer.MAX_VALUE, written.getOrDefault(name, (long) otherwise)));
    }

    private static Optional<Long> amount(String text, Unit unit) {
        Matcher matcher = AMOUNT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String suffix = matcher.group(2) == null ? "" : matcher.group(2);
        return Optional.ofNullable(unit.factors().get(suffix)).map(factor -> Long.parseLong(matcher.group(1)) * factor);
    }

    private static Map<String, Unit> keys() {
        Map<String, Long> time = Map.of("ms", 1L, "s", 1000L);
        Map<String, Long> size = Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);
        Map<String, Long> number = Map.of("", 1L);
        Map<String, Unit> keys = new LinkedHashMap<>();
        keys.put("cpu", new Unit("cpu_ms", time, "a time such as 5s or 500ms"));
        keys.put("wall", new Unit("wall_ms", time, "a time such as 15s or 500ms"));
        keys.put("memory", new Unit("memory_bytes", size, "a size such as 256MiB"));
        keys.put("processes", new Unit("processes", number, "a number such as 64"));
        keys.put("output", new Unit("output_bytes", size, "a size such as 1MiB"));
        keys.put("disk", new Unit("disk_bytes", size, "a size such as 64MiB"));
        keys.put("open_files", new Unit("open_files", number, "a number such as 256"));
        return keys;
    }
}
