package freehold.worker.execution;

import static java.nio.charset.StandardCharsets.UTF_8;

import freehold.execution.Outcome;
import freehold.execution.StepName;
import freehold.wire.link.Report;
import freehold.wire.link.Reports;
import freehold.wire.link.Stream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** What a worker reported of one execution. */
final class Told implements Reports {
    final List<Report> reports = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final CountDownLatch output = new CountDownLatch(1);

    @Override
    public void take(Report report) {
        reports.add(report);
        switch (report) {
            case Report.Taken _, Report.Started _ -> {}
            case Report.Output _ -> output.countDown();
            case Report.Finished(Outcome last) -> outcome.complete(last);
            case Report.Declined(), Report.Unreadable(), Report.Lost() ->
                throw new AssertionError("a worker does not say that of itself");
        }
    }

    Outcome outcome() {
        return outcome.join();
    }

    void awaitOutput() {
        try {
            output.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    List<StepName> steps() {
        return reports.stream()
                .filter(Report.Started.class::isInstance)
                .map(report -> ((Report.Started) report).step())
                .toList();
    }

    /** What was told of one stream, having checked that there are no gaps. */
    String text(StepName step, Stream stream) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (Report report : reports) {
            if (report instanceof Report.Output written && written.step() == step && written.stream() == stream) {
                if (written.offset() != text.size()) {
                    throw new AssertionError("a gap at " + text.size());
                }
                text.writeBytes(written.bytes());
            }
        }
        return text.toString(UTF_8);
    }
}
