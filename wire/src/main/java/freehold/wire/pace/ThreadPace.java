package freehold.wire.pace;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The real one. */
final class ThreadPace implements Pace {
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
        Thread thread = Thread.ofPlatform().name(name).daemon(true).start(() -> again(closing, pause.toNanos(), task));
        return () -> {
            closing.countDown();
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        };
    }

    private static void again(CountDownLatch closing, long pauseNanos, BooleanSupplier task) {
        try {
            boolean closed = false;
            while (!closed && task.getAsBoolean()) {
                closed = closing.await(pauseNanos, TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
