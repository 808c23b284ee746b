package freehold.control.http;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a request may stay open, as clients write it: {@code 30s}, {@code 500ms}, {@code 0s}, {@code 2m}. */
final class WaitText {
    static final Duration DEFAULT = Duration.ofSeconds(30);
    static final Duration MOST = Duration.ofMinutes(2);
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m)");

    private WaitText() {}

    /** Empty if it has another form, or is above the most. */
    static Optional<Duration> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        Duration wait = switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            default -> Duration.ofMinutes(number);
        };
        return wait.compareTo(MOST) > 0 ? Optional.empty() : Optional.of(wait);
    }
}
