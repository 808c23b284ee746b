package freehold.worker.execution;

import freehold.execution.StepName;
import freehold.quantity.Bytes;
import freehold.wire.link.Report;
import freehold.wire.link.Reports;
import freehold.wire.link.Stream;
import freehold.worker.cell.CellEvents;
import java.io.ByteArrayOutputStream;
import java.util.EnumMap;
import java.util.Map;

/** Passes on that a step has begun and what it writes, and keeps the latter up to the limit. */
final class OutputRecord implements CellEvents {
    private final StepName step;
    private final long most;
    private final Reports reports;
    private final Map<Stream, ByteArrayOutputStream> kept = new EnumMap<>(Stream.class);

    /** @param most bytes of each stream; the cell lets no more through, and this holds if it should */
    OutputRecord(StepName step, Bytes most, Reports reports) {
        this.step = step;
        this.most = most.count();
        this.reports = reports;
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
        ByteArrayOutputStream before = of(stream);
        int allowed = (int) Math.min(bytes.length, most - before.size());
        if (allowed < bytes.length) {
            throw new IllegalStateException("the cell let more than " + most + " bytes through on " + stream);
        }
        long offset = before.size();
        before.writeBytes(bytes);
        reports.take(new Report.Output(step, stream, offset, bytes));
    }

    byte[] bytes(Stream stream) {
        return of(stream).toByteArray();
    }

    private ByteArrayOutputStream of(Stream stream) {
        return kept.computeIfAbsent(stream, _ -> new ByteArrayOutputStream(0));
    }
}
