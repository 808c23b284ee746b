package freehold.control.world;

import freehold.execution.Content;
import freehold.execution.Outcome;
import freehold.execution.Plan;
import freehold.execution.SourceFile;
import freehold.execution.StepName;
import freehold.execution.WorkerIdentity;
import freehold.tenant.TenantId;
import freehold.wire.link.Hearing;
import freehold.wire.link.Lease;
import freehold.wire.link.Report;
import freehold.wire.link.Reports;
import freehold.wire.link.Speech;
import freehold.wire.link.Stream;
import freehold.wire.link.Worker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A worker that runs nothing: what an execution does is the text of its first file. {@code echo TEXT} prints it and succeeds; {@code
 * hold} goes on until the test ends it, {@code hold build} in its build step, {@code hold nothing} before any step; what else there is
 * says {@link Script}; anything else succeeds silently.
 */
public final class ScriptedWorker implements Worker {
    public static final WorkerIdentity IDENTITY = new WorkerIdentity("scripted", "6.1.0-test", "A model of processor");

    private final int capacity;
    private final Map<String, Held> held = new ConcurrentHashMap<>();
    private final BlockingQueue<Held> begun = new LinkedBlockingQueue<>();
    private final List<TenantId> forgotten = new CopyOnWriteArrayList<>();
    private volatile boolean ready = true;

    public ScriptedWorker(int capacity) {
        this.capacity = capacity;
    }

    /** An execution that goes on until the test ends it. */
    public final class Held implements Lease {
        private final Plan plan;
        private final Reports reports;
        private final AtomicBoolean ended = new AtomicBoolean();
        private final BlockingQueue<Speech> said = new LinkedBlockingQueue<>();
        private volatile boolean deaf;
        private volatile boolean inputEnded;
        private long offset;

        private Held(Plan plan, Reports reports) {
            this.plan = plan;
            this.reports = reports;
        }

        public Plan plan() {
            return plan;
        }

        public void started(StepName step) {
            reports.take(new Report.Started(step));
        }

        public void writes(Stream stream, String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            reports.take(new Report.Output(StepName.RUN, stream, offset, bytes));
            offset += bytes.length;
        }

        /** The worker has it no more, and does not say what came of it. */
        public void isLost() {
            if (ended.compareAndSet(false, true)) {
                held.remove(plan.id().value());
                reports.take(new Report.Lost());
            }
        }

        public void ends(Outcome outcome) {
            if (ended.compareAndSet(false, true)) {
                held.remove(plan.id().value());
                reports.take(new Report.Finished(outcome));
            }
        }

        /** What was said to it, in its order. */
        public Speech said() throws InterruptedException {
            Speech next = said.poll(20, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nothing was said");
            }
            return next;
        }

        /** From now on it wants to hear nothing, for a while. */
        public void deaf(boolean now) {
            deaf = now;
        }

        @Override
        public Hearing say(long number, Speech speech) {
            if (ended.get() || (inputEnded && !(speech instanceof Speech.Signalled))) {
                return Hearing.OVER;
            }
            if (deaf) {
                return Hearing.LATER;
            }
            if (speech instanceof Speech.InputEnd && plan.dialogue().terminal().isEmpty()) {
                inputEnded = true;
            }
            said.add(speech);
            return Hearing.TAKEN;
        }

        @Override
        public void cancel() {
            Thread.startVirtualThread(() -> ends(Outcomes.cancelled(plan)));
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
        return ready;
    }

    public void ready(boolean now) {
        ready = now;
    }

    @Override
    public Lease begin(Plan plan, Reports reports) {
        Held lease = new Held(plan, reports);
        held.put(plan.id().value(), lease);
        String script = script(plan);
        Thread.startVirtualThread(() -> {
            reports.take(new Report.Taken(IDENTITY));
            if (script.startsWith("echo ")) {
                lease.started(StepName.RUN);
                lease.ends(Outcomes.succeeded(plan, script.substring("echo ".length())));
            } else if (script.equals("hold build") || script.equals("hold nothing")) {
                if (script.equals("hold build")) {
                    lease.started(StepName.BUILD);
                }
                begun.add(lease);
            } else if (!script.equals("hold")) {
                Script.play(lease, script);
            } else {
                lease.started(StepName.RUN);
                begun.add(lease);
            }
        });
        return lease;
    }

    /** Waits for the next execution that holds. */
    public Held next() throws InterruptedException {
        return begun.take();
    }

    /** The same; empty if there is none in that time. */
    public Optional<Held> next(Duration patience) throws InterruptedException {
        return Optional.ofNullable(begun.poll(patience.toNanos(), TimeUnit.NANOSECONDS));
    }

    private static String script(Plan plan) {
        SourceFile first = plan.files().getFirst();
        return switch (first.content()) {
            case Content.Inline(byte[] bytes) -> new String(bytes, StandardCharsets.UTF_8);
            case Content.Stored _ -> "";
        };
    }
}
