package freehold.wire.cluster;

import freehold.execution.ExecutionId;
import freehold.execution.Outcome;
import freehold.execution.Plan;
import freehold.execution.StepName;
import freehold.execution.WorkerIdentity;
import freehold.quantity.Digest;
import freehold.wire.link.Report;
import freehold.wire.link.Reports;
import freehold.wire.link.Stream;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One plan that was sent to one worker. Passes reports on in their order and ends them once: what comes after the end has no effect.
 */
final class Assignment {
    /** A worker has not heard of it before that, so it says nothing that its presence does not name it. */
    private static final Duration UNHEARD = Duration.ofMillis(1_500);

    private static final int ABSENCES_MAX = 2;
    private static final int OUTCOME_BYTES_MAX = 256 << 20;
    private static final int FIRST_PART = 1 << 20;

    private final long number;
    private final ExecutionId execution;
    private final Digest runtime;
    private final String worker;
    private final byte[] plan;
    private final Reports reports;
    private final long sentNanos;

    // guarded by this
    private final Map<StepName, Map<Stream, Long>> written = new EnumMap<>(StepName.class);
    private byte @Nullable [] outcome;
    private int outcomeSize;
    private int absences;
    private @Nullable StepName begun;
    private boolean cancelWanted;
    private boolean ended;

    /** @param bytes the plan as it is sent */
    Assignment(long number, String worker, Plan plan, byte[] bytes, Reports reports, long nowNanos) {
        this.number = number;
        this.execution = plan.id();
        this.runtime = plan.runtime().digest();
        this.worker = worker;
        this.plan = bytes;
        this.reports = reports;
        this.sentNanos = nowNanos;
    }

    long number() {
        return number;
    }

    ExecutionId execution() {
        return execution;
    }

    Digest runtime() {
        return runtime;
    }

    String worker() {
        return worker;
    }

    byte[] plan(long offset) {
        int from = Math.clamp(offset, 0, plan.length);
        return Arrays.copyOfRange(plan, from, Math.min(plan.length, from + BusLink.PART_MAX));
    }

    synchronized void wantCancel() {
        cancelWanted = true;
    }

    synchronized boolean isCancelWanted() {
        return cancelWanted;
    }

    /** The worker's presence does not name it. True when it is certain that the worker does not have it. */
    synchronized boolean isAbsent(long nowNanos) {
        if (nowNanos - sentNanos < UNHEARD.toNanos()) {
            return false;
        }
        absences++;
        return absences >= ABSENCES_MAX;
    }

    synchronized void present() {
        absences = 0;
    }

    void taken(WorkerIdentity by) {
        if (isOpen()) {
            reports.take(new Report.Taken(by));
        }
    }

    /** What is said twice, or late, is nothing new. */
    void started(StepName step) {
        synchronized (this) {
            if (ended || (begun != null && step.compareTo(begun) <= 0)) {
                return;
            }
            begun = step;
        }
        reports.take(new Report.Started(step));
    }

    private synchronized boolean isOpen() {
        return !ended;
    }

    /** Output behind a gap is left out: a message was lost, and the outcome has all of it. */
    void wrote(Word.Wrote output) {
        synchronized (this) {
            Map<Stream, Long> streams = written.computeIfAbsent(output.step(), _ -> new EnumMap<>(Stream.class));
            long expected = streams.getOrDefault(output.stream(), 0L);
            if (ended || output.offset() != expected) {
                return;
            }
            streams.put(output.stream(), expected + output.bytes().length);
        }
        reports.take(new Report.Output(output.step(), output.stream(), output.offset(), output.bytes()));
    }

    /** Keeps a part of the outcome; the whole once it is there. A part that came before is nothing new. */
    synchronized Optional<byte[]> part(Word.Finished part) throws Malformed {
        if (part.total() < 1 || part.total() > OUTCOME_BYTES_MAX) {
            throw new Malformed("an outcome of " + part.total() + " bytes");
        }
        if (part.offset() == 0 && part.part().length == part.total()) {
            return Optional.of(part.part());
        }
        byte[] kept = outcome == null ? new byte[(int) Math.min(part.total(), FIRST_PART)] : outcome;
        if (part.offset() > outcomeSize || part.offset() + part.part().length > part.total()) {
            throw new Malformed("a part at " + part.offset() + " where " + outcomeSize + " are known");
        }
        if (part.offset() == outcomeSize) {
            int size = outcomeSize + part.part().length;
            if (size > kept.length) {
                kept = Arrays.copyOf(kept, (int) Math.min(part.total(), Math.max(size, 2L * kept.length)));
            }
            System.arraycopy(part.part(), 0, kept, outcomeSize, part.part().length);
            outcomeSize = size;
        }
        outcome = kept;
        return outcomeSize == part.total() ? Optional.of(Arrays.copyOf(kept, outcomeSize)) : Optional.empty();
    }

    void finished(Outcome whole) {
        end(new Report.Finished(whole));
    }

    /** One that has told of its beginning did not decline. */
    void declined() {
        boolean hadIt;
        synchronized (this) {
            hadIt = begun != null;
        }
        end(hadIt ? new Report.Lost() : new Report.Declined());
    }

    void unreadable() {
        end(new Report.Unreadable());
    }

    void lost() {
        end(new Report.Lost());
    }

    private void end(Report last) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
        }
        reports.take(last);
    }
}
