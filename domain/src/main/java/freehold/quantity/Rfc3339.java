package freehold.quantity;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;

/**
 * Moments as RFC 3339 writes them, in UTC: {@code 2026-11-28T17:02:20.289Z}; of years beyond 0 to 9999, which it does not know, as
 * ISO 8601 does, with a sign. By hand, for each execution has a dozen of them, and a formatter takes a multiple of the time.
 */
public final class Rfc3339 {
    private static final int LENGTH_MAX = 27;
    private static final int YEAR_MAX = 9999;

    private Rfc3339() {}

    /** To the millisecond; what is smaller is cut off. */
    public static String millis(Instant moment) {
        return text(moment, moment.get(ChronoField.MILLI_OF_SECOND), 3);
    }

    /** To the microsecond; what is smaller is cut off. */
    public static String micros(Instant moment) {
        return text(moment, moment.get(ChronoField.MICRO_OF_SECOND), 6);
    }

    private static String text(Instant moment, int fraction, int digits) {
        LocalDateTime at = LocalDateTime.ofEpochSecond(moment.getEpochSecond(), 0, ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(LENGTH_MAX);
        year(text, at.getYear()).append('-');
        padded(text, at.getMonthValue(), 2).append('-');
        padded(text, at.getDayOfMonth(), 2).append('T');
        padded(text, at.getHour(), 2).append(':');
        padded(text, at.getMinute(), 2).append(':');
        padded(text, at.getSecond(), 2).append('.');
        return padded(text, fraction, digits).append('Z').toString();
    }

    private static StringBuilder year(StringBuilder text, int year) {
        if (year < 0 || year > YEAR_MAX) {
            text.append(year < 0 ? '-' : '+');
        }
        return padded(text, Math.abs(year), 4);
    }

    private static StringBuilder padded(StringBuilder text, int number, int digits) {
        String plain = Integer.toString(number);
        return text.repeat('0', Math.max(0, digits - plain.length())).append(plain);
    }
}
