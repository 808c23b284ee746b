package freehold.control.exchange;

/** Whether the client is still there. */
@FunctionalInterface
public interface Presence {
    /** Calls back, once, from another thread, if the client goes away before the watch is closed. */
    Watch watch(Runnable whenGone);

    /** Until it is closed. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
