package freehold.cli.serve;

import freehold.quantity.Bytes;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long and how much is kept, as people write it: {@code 30d}, {@code 10G}. */
public final class KeepText {
    private static final Pattern FORM = Pattern.compile("(\\d{1,12})([A-Za-z]?)");
    private static final Map<String, Duration> UNITS = Map.of(
            "s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1), "h", Duration.ofHours(1), "d", Duration.ofDays(1));
    private static final Map<String, Bytes> SIZES = Map.of(
            "", new Bytes(1), "k", Bytes.kibi(1), "m", Bytes.mebi(1), "g", Bytes.gibi(1), "t", Bytes.gibi(1 << 10));

    private KeepText() {}

    /**
     * Reads a length of time.
     *
     * @throws IllegalArgumentException with a sentence for people
     */
    public static Duration age(String text) {
        Matcher parts = FORM.matcher(text);
        Duration unit = parts.matches() ? UNITS.get(parts.group(2)) : null;
        if (unit == null) {
            throw new IllegalArgumentException("'" + text + "' is not a time with its unit, as in 12h or 30d");
        }
        return unit.multipliedBy(Long.parseLong(parts.group(1)));
    }

    /** @throws IllegalArgumentException with a sentence for people */
    static Bytes size(String text) {
        Matcher parts = FORM.matcher(text);
        Bytes unit = parts.matches() ? SIZES.get(parts.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw new IllegalArgumentException("'" + text + "' is not a size, as in 500M or 10G");
        }
        try {
            return new Bytes(Math.multiplyExact(Long.parseLong(parts.group(1)), unit.count()));
        } catch (ArithmeticException beyond) {
            throw new IllegalArgumentException("'" + text + "' is more than can be counted", beyond);
        }
    }
}
