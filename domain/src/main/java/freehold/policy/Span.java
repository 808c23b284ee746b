package freehold.policy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/** A stretch of the calendar in UTC, over which use is counted. */
public enum Span {
    DAY,
    MONTH;

    /** As in the document: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The first day of the stretch that a moment is in. */
    public LocalDate firstDay(Instant now) {
        LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
        return switch (this) {
            case DAY -> today;
            case MONTH -> today.withDayOfMonth(1);
        };
    }

    /** How long the stretch still lasts. */
    public Duration rest(Instant now) {
        LocalDate first = firstDay(now);
        LocalDate next = switch (this) {
            case DAY -> first.plusDays(1);
            case MONTH -> first.plusMonths(1);
        };
        return Duration.between(now, next.atStartOfDay(ZoneOffset.UTC).toInstant());
    }
}
