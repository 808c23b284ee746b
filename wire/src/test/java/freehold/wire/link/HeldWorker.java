package freehold.wire.link;

import freehold.execution.Outcome;
import freehold.execution.Plan;
import freehold.execution.StepName;
import freehold.execution.WorkerIdentity;
import freehold.tenant.TenantId;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A worker whose executions go as the test says. */
public final class HeldWorker implements Worker {
    private final int capacity;
    private final BlockingQueue<Begun> begun = new LinkedBlockingQueue<>();
    private final List<TenantId> forgotten = new CopyOnWriteArrayList<>();

    public HeldWorker(int capacity) {
        this.capacity = capacity;
    }

    /** An execution that it has. */
    public record Begun(Plan plan, Reports reports, CountDownLatch cancelled, BlockingQueue<Speech> said)
            implements Lease {
        @Override
        public void cancel() {
            cancelled.countDown();
        }

        /** The end of input it does not want to hear of yet. */
        @Override
        public Hearing say(long number, Speech speech) {
            if (speech instanceof Speech.InputEnd) {
                return Hearing.LATER;
            }
            said.add(speech);
            return Hearing.TAKEN;
        }

        public void taken(WorkerIdentity by) {
            reports.take(new Report.Taken(by));
        }

        public void started() {
            reports.take(new Report.Started(StepName.RUN));
        }

        public void writes(long offset, byte[] bytes) {
            reports.take(new Report.Output(StepName.RUN, Stream.STDOUT, offset, bytes));
        }

        public void ends(Outcome outcome) {
            reports.take(new Report.Finished(outcome));
        }
    }

    @Override
    public void forgetKept(TenantId tenant) {
        forgotten.add(tenant);
    }

    /** Of whom it was to forget what it keeps. */
    public List<TenantId> forgotten() {
        return List.copyOf(forgotten);
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public Lease begin(Plan plan, Reports reports) {
        Begun one = new Begun(plan, reports, new CountDownLatch(1), new LinkedBlockingQueue<>());
        begun.add(one);
        return one;
    }

    /** Waits for the next one. */
    public Begun next() throws InterruptedException {
        Begun next = begun.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing was begun");
        }
        return next;
    }
}
