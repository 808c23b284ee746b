package freehold.worker.linux;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends waits that take too long. A blocking channel knows no time-out, and a timer for each wait would cost more than the wait: so one
 * thread looks at all open connections once a second.
 */
final class Watchdog implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Set<LinuxCell> watched = ConcurrentHashMap.newKeySet();
    private final Thread thread = Thread.ofVirtual().name("cell-watchdog").unstarted(this::watch);

    Watchdog() {
        thread.start();
    }

    void add(LinuxCell cell) {
        watched.add(cell);
    }

    void remove(LinuxCell cell) {
        watched.remove(cell);
    }

    @Override
    public void close() {
        thread.interrupt();
        watched.forEach(LinuxCell::close);
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(PERIOD);
                long now = System.nanoTime();
                watched.forEach(cell -> cell.endIfOverdue(now));
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }
}
