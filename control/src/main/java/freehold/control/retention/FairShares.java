package freehold.control.retention;

import freehold.tenant.TenantId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who gives how much, when all have too much together: whoever uses most, down to what the next one uses, then both alike, and so on. */
final class FairShares {
    private FairShares() {}

    /**
     * How much each is to give, who uses most first. All together it is the excess, or all there is; nobody gives who uses less than is left
     * to any other one that gives.
     *
     * @param uses in bytes
     */
    static Map<TenantId, Long> dues(Map<TenantId, Long> uses, long excess) {
        List<Map.Entry<TenantId, Long>> most = uses.entrySet().stream()
                .sorted(Map.Entry.<TenantId, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(each -> each.getKey().value()))
                .toList();
        long level = level(most.stream().map(Map.Entry::getValue).toList(), excess);
        Map<TenantId, Long> dues = new LinkedHashMap<>();
        for (Map.Entry<TenantId, Long> each : most) {
            if (each.getValue() > level) {
                dues.put(each.getKey(), each.getValue() - level);
            }
        }
        return dues;
    }

    /** What is left at most to each. */
    private static long level(List<Long> most, long excess) {
        long above = 0;
        for (int i = 0; i < most.size(); i++) {
            above += most.get(i);
            long level = Math.floorDiv(above - excess, i + 1);
            boolean isLast = i + 1 == most.size();
            if (isLast || level >= most.get(i + 1)) {
                return Math.max(0, level);
            }
        }
        return 0;
    }
}
