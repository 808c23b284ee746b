package freehold.wire.link;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Reports as they come. */
public final class Heard implements Reports {
    private final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();

    @Override
    public void take(Report report) {
        reports.add(report);
    }

    /** Waits for the next one. */
    public Report next() throws InterruptedException {
        Report next = reports.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing was reported");
        }
        return next;
    }

    public boolean isQuiet() {
        return reports.isEmpty();
    }
}
