package freehold.control.fellow;

import freehold.control.execution.Executions;
import freehold.control.record.RecordUnavailable;
import freehold.control.record.Tenures;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the record that this control lives, and goes on with what those had that do not. */
public final class TenureKeeper implements AutoCloseable {
    /** How long a control may be silent before others take over what it has. */
    public static final Duration LEASE = Duration.ofSeconds(12);

    private static final Logger LOG = LoggerFactory.getLogger(TenureKeeper.class);
    private static final Duration PERIOD = Duration.ofSeconds(2);

    private final Tenures tenures;
    private final Executions executions;
    private final Runnable superseded;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    /** @param superseded called once when another control has what this one had: this process must end */
    public TenureKeeper(Tenures tenures, Executions executions, Runnable superseded) {
        this.tenures = tenures;
        this.executions = executions;
        this.superseded = superseded;
        this.thread = Thread.ofPlatform().name("tenures").daemon(true).start(this::keep);
    }

    private void keep() {
        try {
            do {
                renew();
            } while (!closing.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS));
        } catch (Tenures.Superseded late) {
            LOG.error("This control ends: {}", late.getMessage());
            superseded.run();
        } catch (InterruptedException closed) {
            LOG.debug("Tenures are kept no longer", closed);
        }
    }

    private void renew() throws Tenures.Superseded {
        try {
            int taken = tenures.renew();
            if (taken > 0) {
                LOG.warn("A control is gone; its {} executions are taken over", taken);
            }
            executions.adopt(tenures);
        } catch (RecordUnavailable | CompletionException unwritten) {
            LOG.warn("The record does not answer; others may take over: {}", unwritten.getMessage());
        }
    }

    /** Lets others take over at once what has not ended. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
            tenures.leave();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (RecordUnavailable unwritten) {
            LOG.warn("Others take over when the lease is over: {}", unwritten.getMessage());
        }
    }
}
