package freehold.control.fellow;

import freehold.control.execution.Executions;
import freehold.control.record.RecordUnavailable;
import freehold.control.record.Tenures;
import freehold.wire.pace.Pace;
import java.time.Duration;
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
    private final Pace.Beat keeping;

    /** @param superseded called once when another control has what this one had: this process must end */
    public TenureKeeper(Tenures tenures, Executions executions, Runnable superseded) {
        this(tenures, executions, superseded, Pace.REAL);
    }

    /** @param superseded called once when another control has what this one had: this process must end */
    public TenureKeeper(Tenures tenures, Executions executions, Runnable superseded, Pace pace) {
        this.tenures = tenures;
        this.executions = executions;
        this.superseded = superseded;
        this.keeping = pace.every("tenures", PERIOD, this::keep);
    }

    private boolean keep() {
        try {
            renew();
            return true;
        } catch (Tenures.Superseded late) {
            LOG.error("This control ends: {}", late.getMessage());
            superseded.run();
            return false;
        }
    }

    private void renew() throws Tenures.Superseded {
        try {
            int taken = tenures.renew();
            if (taken > 0) {
                LOG.warn("A control is gone; its {} executions are taken over", taken);
            }
            executions.adopt(tenures);
        } catch (RecordUnavailable unwritten) {
            LOG.warn("The record does not answer; others may take over: {}", unwritten.getMessage());
        }
    }

    /** Lets others take over at once what has not ended. */
    @Override
    public void close() {
        keeping.close();
        try {
            tenures.leave();
        } catch (RecordUnavailable unwritten) {
            LOG.warn("Others take over when the lease is over: {}", unwritten.getMessage());
        }
    }
}
