package freehold.control.policy;

import freehold.control.record.RecordUnavailable;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads policies again each second, where several processes change them, and what was used of budgets less often: what one changed
 * counts for the others then.
 */
public final class Refreshing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Refreshing.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int USE_EVERY = 5; // pauses

    private final Policies policies;
    private final Meter meter;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    public Refreshing(Policies policies, Meter meter) {
        this.policies = policies;
        this.meter = meter;
        this.thread = Thread.ofVirtual().name("policies").start(this::run);
    }

    private void run() {
        try {
            for (int turn = 1; !closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS); turn++) {
                refresh();
                if (turn % USE_EVERY == 0) {
                    refreshUse();
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void refresh() {
        try {
            policies.refresh();
        } catch (RecordUnavailable notNow) {
            LOG.warn("The policies that others changed are not known; those that were stay: {}", notNow.getMessage());
        }
    }

    private void refreshUse() {
        try {
            meter.refresh();
        } catch (RecordUnavailable notNow) {
            LOG.warn("What others used of budgets is not known now: {}", notNow.getMessage());
        }
    }

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
