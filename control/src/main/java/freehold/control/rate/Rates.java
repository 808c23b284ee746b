package freehold.control.rate;

import freehold.tenant.KeyId;
import freehold.tenant.Rate;
import freehold.tenant.TenantId;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A bucket of tokens for each tenant, and for each key that has a rate of its own. In the memory of one process: each of several control
 * processes counts by itself, and a restart fills all.
 */
public final class Rates {
    private static final int BUCKETS_MAX = 20_000;

    private final Rate standard;
    private final Map<Object, Paced> buckets = new ConcurrentHashMap<>();

    private record Paced(Rate rate, Bucket bucket) {
        static Paced of(Rate rate) {
            return new Paced(
                    rate,
                    Bucket.builder()
                            .addLimit(limit ->
                                    limit.capacity(rate.requests()).refillGreedy(rate.requests(), rate.window()))
                            .build());
        }
    }

    /**
     * What asking came to.
     *
     * @param left how many more may be asked at once
     * @param pause after which one more is let in; zero if this one was
     */
    public record Taken(Rate rate, boolean granted, long left, Duration pause) {
        /** After how many seconds as many may be asked at once as ever. */
        public long secondsToFull() {
            long missing = rate.requests() - left;
            return Math.ceilDiv(missing * rate.window().toSeconds(), rate.requests());
        }
    }

    /** @param standard holds for tenants that have no rate of their own */
    public Rates(Rate standard) {
        this.standard = standard;
    }

    /** How many buckets there are. */
    int size() {
        return buckets.size();
    }

    public Rate standard() {
        return standard;
    }

    public Taken take(TenantId tenant, Rate rate) {
        return taken(tenant, rate);
    }

    public Taken take(KeyId key, Rate rate) {
        return taken(key, rate);
    }

    private Taken taken(Object whose, Rate rate) {
        Paced paced = buckets.get(whose);
        if (paced == null || !paced.rate().equals(rate)) {
            paced = begin(whose, rate);
        }
        ConsumptionProbe probe = paced.bucket().tryConsumeAndReturnRemaining(1);
        return new Taken(
                rate,
                probe.isConsumed(),
                probe.getRemainingTokens(),
                Duration.ofNanos(probe.isConsumed() ? 0 : probe.getNanosToWaitForRefill()));
    }

    /** A rate that was changed begins with a full bucket. */
    private Paced begin(Object whose, Rate rate) {
        if (buckets.size() >= BUCKETS_MAX) {
            buckets.values()
                    .removeIf(each ->
                            each.bucket().getAvailableTokens() == each.rate().requests());
            if (buckets.size() >= BUCKETS_MAX) {
                buckets.clear();
            }
        }
        return buckets.compute(
                whose, (_, there) -> there != null && there.rate().equals(rate) ? there : Paced.of(rate));
    }
}
