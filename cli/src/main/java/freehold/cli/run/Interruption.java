package freehold.cli.run;

import freehold.cli.privilege.SystemCalls;
import java.util.concurrent.CompletableFuture;

/**
 * Ctrl-C, and SIGTERM: the first asks for the end of the run and waits until all is told; the second ends this process at once, and the
 * cell dies with it. The JVM answers the first by its shutdown hooks, so this is one; it puts back the kernel's own
 * answer to the second.
 */
final class Interruption {
    private final CompletableFuture<Integer> status = new CompletableFuture<>();
    private final CompletableFuture<Runnable> cancel = new CompletableFuture<>();

    private Interruption() {}

    /** Begins to watch. */
    static Interruption watch() {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::end, "interruption"));
        return interruption;
    }

    /** From now on this is how the run is ended. */
    void cancels(Runnable action) {
        cancel.complete(action);
    }

    /** The run is over by itself, or by the cancelling, everything is said, and nothing of it remains. */
    void over(int ended) {
        status.complete(ended);
    }

    private void end() {
        if (status.isDone()) {
            return;
        }
        SystemCalls.restoreInterrupt();
        var _ = cancel.thenAccept(Runnable::run);
        Runtime.getRuntime().halt(status.join());
    }
}
