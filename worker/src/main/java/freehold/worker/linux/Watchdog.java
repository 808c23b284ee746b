package freehold.worker.linux;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends waits that take too long. A blocking channel knows no time-out, and a timer for each wait would cost more than the wait: so one
 * thread looks at all open connections now and then.
 */
final class Watchdog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

    private final Duration patience;
    private final Duration period;
    private final Set<LinuxCell> watched = ConcurrentHashMap.newKeySet();
    private final Thread thread = Thread.ofVirtual().name("cell-watchdog").unstarted(this::watch);

    /**
     * Begins to watch.
     *
     * @param patience how long the daemon may take for anything but a program
     * @param period how often to look; a wait ends so much later at most
     */
    Watchdog(Duration patience, Duration period) {
        this.patience = patience;
        this.period = period;
        thread.start();
    }

    Duration patience() {
        return patience;
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
        forEach(LinuxCell::close);
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(period);
                long now = System.nanoTime();
                forEach(cell -> cell.endIfOverdue(now));
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** What goes wrong with one cell must not keep this from the others. */
    private void forEach(Consumer<LinuxCell> deed) {
        for (LinuxCell cell : watched) {
            try {
                deed.accept(cell);
            } catch (RuntimeException failure) {
                LOG.error("A cell could not be ended", failure);
            }
        }
    }
}
