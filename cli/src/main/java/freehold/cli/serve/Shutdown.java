package freehold.cli.serve;

import freehold.cli.ExitStatus;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes what was opened, last first, when a signal asks for it or the process ends otherwise. A failure to close one thing does not keep
 * the others open.
 */
public final class Shutdown {
    private final Deque<AutoCloseable> open = new ArrayDeque<>(); // guarded by this
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean begun;
    private volatile boolean serving;
    private volatile Supplier<String> waits = () -> "nothing";

    private Shutdown() {}

    /** When the process ends, by a signal or otherwise. */
    public static Shutdown bySignal() {
        Shutdown shutdown = new Shutdown();
        Runtime.getRuntime().addShutdownHook(new Thread(shutdown::end, "shutdown"));
        return shutdown;
    }

    /** When {@link #end} is called. */
    static Shutdown byHand() {
        return new Shutdown();
    }

    /** Will close it. */
    public synchronized <T extends AutoCloseable> T closes(T opened) {
        open.push(opened);
        return opened;
    }

    /**
     * From now on a signal is a wish, not a failure: the process ends with status 0 after it.
     *
     * @param awaited what is waited for before the end, in words
     */
    public void serves(Supplier<String> awaited) {
        waits = awaited;
        serving = true;
    }

    /** The same, for a server: it waits for so many executions. */
    void servesUntilEndOf(IntSupplier living) {
        serves(() -> {
            int count = living.getAsInt();
            return count == 1 ? "1 execution is waited for" : count + " executions are waited for";
        });
    }

    /** The end has another reason than a signal. */
    public void fails() {
        serving = false;
    }

    /** Whether the end was asked for from outside. */
    public boolean begun() {
        return begun;
    }

    /** Waits until all is closed; the process ends then. */
    public void awaitEnd() {
        try {
            ended.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Closes everything. */
    void end() {
        boolean wished = serving;
        closeAll();
        if (wished) {
            Runtime.getRuntime().halt(ExitStatus.OK); // 143 otherwise, which units and scripts take for a failure
        }
    }

    /** The same, and the process goes on. */
    void closeAll() {
        boolean wished = serving;
        begun = true;
        if (wished) {
            logger().info("Stopping; nothing new is let in, and {}", waits.get());
        }
        while (true) {
            AutoCloseable next;
            synchronized (this) {
                next = open.poll();
            }
            if (next == null) {
                break;
            }
            try {
                next.close();
            } catch (Exception failed) {
                logger().error("Could not be closed: {}", next, failed);
            }
        }
        if (wished) {
            logger().info("Stopped");
        }
        ended.countDown();
    }

    private static Logger logger() {
        return LoggerFactory.getLogger(Shutdown.class); // not before the log's form is chosen
    }
}
