package freehold.policy;

import freehold.cell.Limit;
import org.jspecify.annotations.Nullable;

/**
 * One limit as an execution gets it.
 *
 * @param value in force, in wire units
 * @param from whose word the value is: the request's own, a default, or the ceiling that a default had to keep
 * @param ceiling the most that could have been asked for
 * @param ceilingFrom whose ceiling that is; the server's where both are equal
 */
public record Grant(long value, Origin from, long ceiling, Origin ceilingFrom) {
    /**
     * Decides one limit. What was asked for is taken as it is, also above the ceiling: whether it {@link #isAbove} is the caller's to
     * refuse.
     *
     * @param asked null if the request does not say
     * @param runtimeDefault for whoever does not say, and whose policy does not either
     */
    public static Grant of(
            Limit limit, @Nullable Long asked, long runtimeDefault, long serverCeiling, StepRules rules) {
        long own = rules.ceilings().getOrDefault(limit, Long.MAX_VALUE);
        long ceiling = Math.min(own, serverCeiling);
        Origin ceilingFrom = own < serverCeiling ? Origin.POLICY : Origin.SERVER;
        if (asked != null) {
            return new Grant(asked, Origin.REQUEST, ceiling, ceilingFrom);
        }
        Long filled = rules.defaults().get(limit);
        long wanted = filled != null ? filled : runtimeDefault;
        if (wanted > ceiling) {
            return new Grant(ceiling, ceilingFrom, ceiling, ceilingFrom);
        }
        return new Grant(wanted, filled != null ? Origin.POLICY : Origin.RUNTIME, ceiling, ceilingFrom);
    }

    /** Whether more was asked for than may be granted. */
    public boolean isAbove() {
        return value > ceiling;
    }
}
