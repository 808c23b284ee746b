package freehold.control.http;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Virtual threads, one for each piece of work, that can be waited for: what they use is closed behind them. */
final class VirtualThreads implements Executor {
    private final AtomicInteger underWay = new AtomicInteger();

    @Override
    public void execute(Runnable work) {
        underWay.incrementAndGet();
        Thread.ofVirtual().name("request").start(() -> {
            try {
                work.run();
            } finally {
                ended();
            }
        });
    }

    private void ended() {
        if (underWay.decrementAndGet() == 0) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    /**
     * Waits until all work is done, and for so long at most.
     *
     * @return how many pieces are left
     */
    synchronized int await(Duration most) throws InterruptedException {
        long until = System.nanoTime() + most.toNanos();
        for (long rest = most.toNanos(); underWay.get() > 0 && rest > 0; rest = until - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, rest);
        }
        return underWay.get();
    }
}
