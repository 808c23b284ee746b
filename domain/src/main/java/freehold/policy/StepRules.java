package freehold.policy;

import freehold.cell.Limit;
import java.util.Map;

/**
 * What a policy says of the limits of one step, in wire units: milliseconds, bytes, counts. A limit that is named in neither map is left
 * to the runtime and the server.
 *
 * @param ceilings above which a request is refused
 * @param defaults for requests that do not say; never above the ceiling
 */
public record StepRules(Map<Limit, Long> ceilings, Map<Limit, Long> defaults) {
    public static final StepRules NONE = new StepRules(Map.of(), Map.of());

    public StepRules {
        ceilings = Map.copyOf(ceilings);
        defaults = Map.copyOf(defaults);
        for (Limit limit : Limit.values()) {
            long ceiling = ceilings.getOrDefault(limit, Long.MAX_VALUE);
            long otherwise = defaults.getOrDefault(limit, 1L);
            if (ceiling < 1 || otherwise < 1 || otherwise > ceiling) {
                throw new IllegalArgumentException(limit.label() + ": " + otherwise + " of at most " + ceiling);
            }
        }
    }

    public boolean isNone() {
        return ceilings.isEmpty() && defaults.isEmpty();
    }
}
