package freehold.dispatch;

import freehold.tenant.TenantId;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/** Round robin among tenants: whoever was served longest ago is next, and a tenant never served is before all others. */
public final class FairTurn {
    private FairTurn() {}

    /**
     * The tenant whose oldest execution goes next.
     *
     * @param waiting for each tenant that has something waiting, the arrival number of its oldest; it decides between equals
     * @param served for each tenant, the number of the turn in which it was served last
     * @return empty when nobody waits
     */
    public static Optional<TenantId> next(Map<TenantId, Long> waiting, Map<TenantId, Long> served) {
        return waiting.entrySet().stream()
                .min(Comparator.<Map.Entry<TenantId, Long>>comparingLong(
                                each -> served.getOrDefault(each.getKey(), Long.MIN_VALUE))
                        .thenComparing(Map.Entry::getValue))
                .map(Map.Entry::getKey);
    }
}
