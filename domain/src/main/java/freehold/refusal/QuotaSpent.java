package freehold.refusal;

import java.time.Duration;

/**
 * The tenant has had all that its policy allows for now.
 *
 * @param rule a JSON pointer into the policy's document, such as {@code #/budgets/day/cpu_seconds}
 * @param sentence what is used up
 * @param pause after which there is some again, at the earliest
 */
public record QuotaSpent(Kind kind, String policy, String rule, String sentence, Duration pause) implements Refusal {
    /** What is counted. */
    public enum Kind {
        CONCURRENCY,
        RATE,
        BUDGET
    }
}
