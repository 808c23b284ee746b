package freehold.cli.serve;

import freehold.tenant.Rate;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A rate as people write it: {@code 600/1m}. */
public final class RateText {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})/(\\d{0,4})([smh])");
    private static final Map<String, Duration> UNITS =
            Map.of("s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1), "h", Duration.ofHours(1));

    private RateText() {}

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException with a sentence for people
     */
    public static Rate parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not REQUESTS/WINDOW, as in 600/1m or 100/s");
        }
        int count = parts.group(2).isEmpty() ? 1 : Integer.parseInt(parts.group(2));
        Duration unit = UNITS.getOrDefault(parts.group(3), Duration.ZERO);
        return new Rate(Integer.parseInt(parts.group(1)), unit.multipliedBy(count));
    }

    /** The same the other way. */
    public static String of(Rate rate) {
        return rate.requests() + "/" + rate.window().toSeconds() + "s";
    }
}
