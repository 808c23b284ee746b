package freehold.cli.bench;

import java.util.ArrayList;
import java.util.List;

/** Keeps every processor busy with nothing, until it is closed. */
final class Busy implements AutoCloseable {
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;

    private Busy(int count) {
        for (int i = 0; i < count; i++) {
            threads.add(Thread.ofPlatform().daemon(true).name("busy-" + i).start(() -> {
                while (!over) {
                    Thread.onSpinWait();
                }
            }));
        }
    }

    static Busy all() {
        return new Busy(Runtime.getRuntime().availableProcessors());
    }

    @Override
    public void close() {
        over = true;
        try {
            for (Thread each : threads) {
                each.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
