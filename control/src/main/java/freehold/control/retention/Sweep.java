package freehold.control.retention;

import freehold.control.execution.Holdings;
import freehold.control.record.RecordUnavailable;
import freehold.control.record.Records;
import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases what is kept no longer, in the background. Each step is one short transaction among those of others, and between two of them
 * it pauses for longer than the step took.
 */
public final class Sweep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final Duration PAUSE_LEAST = Duration.ofMillis(5);

    /** Walking through all content is not for every minute. */
    private static final Duration WALK_PERIOD = Duration.ofHours(1);

    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);
    private static final int STEP_MAX = 32;

    /** Which part of the size that is kept it may be beyond, to be nearly right. */
    private static final int NEARLY = 16;

    /** An upload that came, or was asked for, since then may be about to be used. */
    private static final Duration IDLE_AFTER = Duration.ofHours(1);

    /** Counting what each tenant has may take long; this part of the time it may take. */
    private static final int TIME_SHARE = 20;

    private final Retention retention;
    private final Records records;
    private final Holdings holdings;
    private final Uploads uploads;
    private final InstantSource clock;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    // the sweeping thread's own
    private Instant nextWalk = Instant.MIN;
    private long nextCountNanos = System.nanoTime();
    private Map<TenantId, Long> uses = Map.of(); // as counted last, but for what was erased since

    /** Begins to sweep, now and every minute. */
    public Sweep(Retention retention, Records records, Holdings holdings, Uploads uploads, InstantSource clock) {
        this.retention = retention;
        this.records = records;
        this.holdings = holdings;
        this.uploads = uploads;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("sweep").start(this::run);
    }

    private void run() {
        try {
            do {
                sweepAndTell();
            } while (!closing.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException closed) {
            LOG.debug("No longer sweeping");
        }
    }

    private void sweepAndTell() throws InterruptedException {
        try {
            sweep();
        } catch (IOException | RuntimeException failed) {
            LOG.error("What is kept no longer could not all be erased; it is tried again in a minute", failed);
        }
    }

    private void sweep() throws IOException, InterruptedException {
        Instant now = clock.instant();
        if (!now.isBefore(nextWalk)) {
            uploads.removeForgotten(now.minus(FORGOTTEN_AFTER), records::unused);
            nextWalk = now.plus(WALK_PERIOD);
        }
        int erased = eraseOld(now) + makeRoom(now);
        if (erased > 0) {
            LOG.info("Erased {} executions that are kept no longer", erased);
        }
        giveBack();
    }

    private int eraseOld(Instant now) throws InterruptedException {
        int erased = 0;
        int step;
        do {
            long begun = System.nanoTime();
            Records.Erased gone = RecordUnavailable.joined(records.eraseOldest(now.minus(retention.age()), STEP_MAX));
            gone.free().forEach(holdings::drop);
            step = gone.executions();
            erased += step;
            if (step > 0) {
                pause(begun);
            }
        } while (step > 0 && closing.getCount() > 0);
        return erased;
    }

    private long excess() {
        return records.size().plus(uploads.size()).count() - retention.size().count();
    }

    /** Until all together takes no more than is kept, or nobody who is to give has anything that can go. */
    private int makeRoom(Instant now) throws IOException, InterruptedException {
        int erased = 0;
        boolean progress = true;
        for (long excess = excess(); excess > 0 && progress && closing.getCount() > 0; excess = excess()) {
            progress = false;
            count();
            for (Map.Entry<TenantId, Long> due : FairShares.dues(uses, excess).entrySet()) {
                Given given = give(due.getKey(), due.getValue(), now);
                uses.computeIfPresent(due.getKey(), (_, use) -> Math.max(0, use - given.bytes()));
                erased += given.executions();
                progress |= given.bytes() > 0;
            }
        }
        return erased;
    }

    private void count() throws IOException {
        if (System.nanoTime() - nextCountNanos >= 0) {
            long begun = System.nanoTime();
            uses = new HashMap<>();
            records.sizes().forEach((tenant, size) -> uses.merge(tenant, size.count(), Long::sum));
            uploads.sizes().forEach((tenant, size) -> uses.merge(tenant, size.count(), Long::sum));
            long ended = System.nanoTime();
            nextCountNanos = ended + (ended - begun) * TIME_SHARE;
        }
    }

    /** What one tenant gave. */
    private record Given(long bytes, int executions) {}

    /** First uploads that nobody came to use, and then executions that have ended, of each the oldest. */
    private Given give(TenantId tenant, long due, Instant now) throws IOException, InterruptedException {
        long given = uploads.removeOldest(tenant, now.minus(IDLE_AFTER), new Bytes(due), records::unused)
                .count();
        int erased = 0;
        int step = 1;
        while (step > 0 && given < due && excess() > 0 && closing.getCount() > 0) {
            long begun = System.nanoTime();
            Records.Erased gone = RecordUnavailable.joined(records.eraseOldest(tenant, now, stepMax(due - given)));
            for (Map.Entry<TenantId, Set<Digest>> free : gone.free().entrySet()) {
                given += holdings.drop(free.getKey(), free.getValue()).count();
            }
            given += gone.size().count();
            step = gone.executions();
            erased += step;
            pause(begun);
        }
        return new Given(given, erased);
    }

    /** One by one where the size is nearly right, so that no more goes than must. */
    private int stepMax(long left) {
        return left < retention.size().count() / NEARLY ? 1 : STEP_MAX;
    }

    private void giveBack() throws InterruptedException {
        boolean more = true;
        while (more && closing.getCount() > 0) {
            long begun = System.nanoTime();
            more = RecordUnavailable.joined(records.giveBack());
            pause(begun);
        }
    }

    private void pause(long begunNanos) throws InterruptedException {
        Duration took = Duration.ofNanos(System.nanoTime() - begunNanos);
        var _ = closing.await(Math.max(PAUSE_LEAST.toNanos(), took.toNanos()), TimeUnit.NANOSECONDS);
    }

    /** Ends after the step that is under way. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
