package freehold.policy;

import java.time.Duration;
import java.util.Locale;

/** How many executions may begin in how long. */
public record Rate(int executions, Per per) {
    public Rate {
        if (executions < 1) {
            throw new IllegalArgumentException("a rate exceeds 0: " + executions);
        }
    }

    /** The time that a rate is counted over. */
    public enum Per {
        SECOND,
        MINUTE,
        HOUR;

        /** As in the document: lower case. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        public Duration duration() {
            return switch (this) {
                case SECOND -> Duration.ofSeconds(1);
                case MINUTE -> Duration.ofMinutes(1);
                case HOUR -> Duration.ofHours(1);
            };
        }
    }
}
