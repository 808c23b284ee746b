package freehold.control.http;

import java.util.concurrent.Executor;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The threads of the web server: virtual ones for requests, each of which may wait for long, and few others that only accept and select. */
final class HttpThreads extends QueuedThreadPool {
    private static final int PLATFORM_MAX = 16;
    private static final int PLATFORM_LEAST = 4;

    private final Executor virtual;

    HttpThreads(Executor virtual) {
        super(PLATFORM_MAX, PLATFORM_LEAST);
        this.virtual = virtual;
        setName("http");
        setVirtualThreadsExecutor(virtual);
    }

    /**
     * A connection whose request was answered by another thread goes on with the next one by way of here, and so does one with TLS that has read more
     * than it was asked for, where Jetty takes no virtual thread by itself. Whatever may reach a request may wait.
     */
    @Override
    public void execute(Runnable job) {
        if (job instanceof Connection || (job instanceof Invocable.Task task && mayBlock(task))) {
            virtual.execute(job);
        } else {
            super.execute(job);
        }
    }

    private static boolean mayBlock(Invocable.Task task) {
        return task.getInvocationType() != Invocable.InvocationType.NON_BLOCKING;
    }
}
