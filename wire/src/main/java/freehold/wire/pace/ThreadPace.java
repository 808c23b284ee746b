package freehold.wire.pace;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The real one. */
final class ThreadPace implements Pace {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadPace.class);

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public void sleep(Duration length) throws InterruptedException {
        Thread.sleep(length);
    }

    @Override
    public void start(String name, Runnable task) {
        Thread.ofVirtual().name(name).start(task);
    }

    @Override
    public Beat every(String name, Duration pause, BooleanSupplier task) {
        CountDownLatch closing = new CountDownLatch(1);
        Thread thread =
                Thread.ofPlatform().name(name).daemon(true).start(() -> again(name, closing, pause.toNanos(), task));
        return () -> {
            closing.countDown();
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        };
    }

    private static void again(String name, CountDownLatch closing, long pauseNanos, BooleanSupplier task) {
        try {
            boolean closed = false;
            while (!closed && wantsMore(name, task)) {
                closed = closing.await(pauseNanos, TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A task that failed did not say that it is over: what it keeps up would end for good by one mistake. */
    private static boolean wantsMore(String name, BooleanSupplier task) {
        try {
            return task.getAsBoolean();
        } catch (RuntimeException failed) {
            LOG.error("\"{}\" failed, and is tried again", name, failed);
            return true;
        }
    }
}
