package freehold.control.http;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The answer to a request that has no thread while it waits. A request that failed meanwhile, as one of HTTP/2 does that its client takes back, has
 * none: the web server uses what it was written to for other requests, of whomever. It waits with that until what is being written is.
 */
final class LateAnswer implements AsyncListener {
    private final CompletableFuture<Void> told = new CompletableFuture<>();
    private final ReentrantLock lock = new ReentrantLock();
    private boolean over; // guarded by lock

    /** What writes to the client, and waits for nothing else. */
    interface Writing {
        void write() throws IOException, InterruptedException;
    }

    /** When it is written, or why it cannot be. It stays open if nobody is there to be told. */
    CompletableFuture<Void> told() {
        return told;
    }

    /** Writes it, unless nobody is there to be told. What hangs on {@link #told} is done by the same thread before the request can be let go. */
    void tell(Writing answer) throws IOException, InterruptedException {
        lock.lock();
        try {
            if (!over) {
                answer.write();
                over = true;
                told.complete(null);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The same of what went wrong. */
    void fail(Throwable failure) {
        lock.lock();
        try {
            if (!over) {
                over = true;
                told.completeExceptionally(failure);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onError(AsyncEvent event) {
        lock.lock();
        try {
            over = true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onTimeout(AsyncEvent event) {}

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
