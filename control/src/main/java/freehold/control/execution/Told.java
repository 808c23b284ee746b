package freehold.control.execution;

import freehold.control.record.Records;
import freehold.execution.Execution;
import freehold.execution.ExecutionId;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of an execution here once its end is stored, or never will be. */
final class Told implements Endings.Heirs {
    private static final Logger LOG = LoggerFactory.getLogger(Told.class);

    private final Map<ExecutionId, Live> live;
    private final Holdings holdings;
    private final Executions.ExecutionWatch watch;
    private final Forgetting forgetting;
    private final Unsettled unsettled;

    Told(
            Map<ExecutionId, Live> live,
            Records records,
            Holdings holdings,
            Executions.ExecutionWatch watch,
            Unsettled unsettled) {
        this.live = live;
        this.unsettled = unsettled;
        this.holdings = holdings;
        this.watch = watch;
        this.forgetting = new Forgetting(records, holdings);
    }

    @Override
    public void stored(Live ended) {
        ended.tell();
        over(ended);
    }

    @Override
    public void displaced(Live ended) {
        boolean isSettled = unsettled.settle(ended);
        over(ended);
        if (!isSettled) {
            LOG.warn(
                    "{} was taken over; what came of it here does not count",
                    ended.plan().id());
            unsettled.follow(ended);
        }
    }

    @Override
    public void dropped(Live ended) {
        over(ended);
        unsettled.follow(ended);
    }

    /** It lives no more: its end is in the record, or will never be. */
    private void over(Live ended) {
        Execution execution = ended.ended();
        live.remove(execution.id());
        watch.recorded(execution, ended.callback());
        execution.outcome().ifPresent(outcome -> holdings.claimed(execution.tenant(), outcome.artifacts()));
        holdings.release(execution.tenant(), ended.inputs());
        forgetting.after(ended);
    }
}
