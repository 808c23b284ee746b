package freehold.worker.execution;

import freehold.execution.StepName;
import freehold.quantity.Bytes;
import freehold.wire.link.Report;
import freehold.wire.link.Reports;
import freehold.wire.link.Stream;
import freehold.worker.cell.CellEvents;
import freehold.worker.redaction.Pass;
import freehold.worker.redaction.Redactor;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** Passes on that a step has begun and what it writes, without values of secrets, and keeps the latter up to the limit. */
final class OutputRecord implements CellEvents {
    private final StepName step;
    private final long most;
    private final Reports reports;
    private final Redactor redactor;
    private final Map<Stream, ByteArrayOutputStream> kept = new EnumMap<>(Stream.class);
    private final Map<Stream, Pass> passes = new EnumMap<>(Stream.class);
    private final Map<Stream, Long> written = new EnumMap<>(Stream.class);
    private boolean cut;

    /** @param most bytes of each stream; the cell lets no more through, and this holds if it should */
    OutputRecord(StepName step, Bytes most, Reports reports, Redactor redactor) {
        this.step = step;
        this.most = most.count();
        this.reports = reports;
        this.redactor = redactor;
        for (Stream stream : Stream.values()) {
            kept.put(stream, new ByteArrayOutputStream(0));
        }
    }

    @Override
    public void started() {
        reports.take(new Report.Started(step));
    }

    @Override
    public void output(Stream stream, byte[] bytes) {
        long all = written.merge(stream, (long) bytes.length, Long::sum);
        if (all > most) {
            throw new IllegalStateException("the cell let more than " + most + " bytes through on " + stream);
        }
        if (redactor.isIdle()) {
            tell(stream, bytes);
        } else {
            tell(stream, passes.computeIfAbsent(stream, _ -> redactor.pass()).take(bytes));
        }
    }

    /** The program has ended: what was held back until then is told. */
    void end() {
        for (Map.Entry<Stream, Pass> each : passes.entrySet()) {
            tell(each.getKey(), each.getValue().end());
        }
    }

    /** Whether something is left out, because the names of secrets are longer than their values. */
    boolean isCut() {
        return cut;
    }

    private void tell(Stream stream, byte[] bytes) {
        ByteArrayOutputStream before = of(stream);
        int allowed = (int) Math.min(bytes.length, most - before.size());
        cut |= allowed < bytes.length;
        if (allowed == 0) {
            return;
        }
        byte[] told = allowed == bytes.length ? bytes : Arrays.copyOf(bytes, allowed);
        long offset = before.size();
        before.writeBytes(told);
        reports.take(new Report.Output(step, stream, offset, told));
    }

    byte[] bytes(Stream stream) {
        return of(stream).toByteArray();
    }

    private ByteArrayOutputStream of(Stream stream) {
        return kept.computeIfAbsent(stream, _ -> new ByteArrayOutputStream(0));
    }
}
