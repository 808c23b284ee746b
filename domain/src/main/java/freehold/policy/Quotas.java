package freehold.policy;

import java.util.Map;
import java.util.Optional;

/**
 * What a tenant may have of executions, whatever each of them asks for.
 *
 * @param concurrency how many may have been accepted and not ended
 */
public record Quotas(Optional<Integer> concurrency, Optional<Rate> rate, Map<Span, Budget> budgets) {
    public static final Quotas NONE = new Quotas(Optional.empty(), Optional.empty(), Map.of());

    public Quotas {
        budgets = Map.copyOf(budgets);
        if (concurrency.filter(most -> most < 1).isPresent()) {
            throw new IllegalArgumentException("a concurrency exceeds 0: " + concurrency);
        }
    }

    public boolean isNone() {
        return concurrency.isEmpty() && rate.isEmpty() && budgets.isEmpty();
    }
}
