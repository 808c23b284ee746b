package freehold.control.retention;

import freehold.control.execution.Holdings;
import freehold.control.record.RecordUnavailable;
import freehold.control.record.Records;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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

    private final Retention retention;
    private final Records records;
    private final Holdings holdings;
    private final Uploads uploads;
    private final InstantSource clock;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    private Instant nextWalk = Instant.MIN; // the sweeping thread's own

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
        int erased = 0;
        while (closing.getCount() > 0) {
            long begun = System.nanoTime();
            Records.Erased step = step(now);
            step.free().forEach(holdings::drop);
            erased += step.executions();
            if (step.executions() == 0) {
                break;
            }
            pause(begun);
        }
        if (erased > 0) {
            LOG.info("Erased {} executions that are kept no longer", erased);
        }
        giveBack();
    }

    /** One by one where the size is nearly right, so that no more goes than must. */
    private Records.Erased step(Instant now) {
        long most = retention.size().count();
        long excess = records.size().plus(uploads.size()).count() - most;
        Instant before = excess > 0 ? now : now.minus(retention.age());
        boolean nearly = excess > 0 && excess < most / NEARLY;
        return RecordUnavailable.joined(records.eraseOldest(before, nearly ? 1 : STEP_MAX));
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
