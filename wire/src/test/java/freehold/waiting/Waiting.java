package freehold.waiting;

/** For tests of what a thread does while others wait for it. How long is the test's own time limit. */
public final class Waiting {
    private Waiting() {}

    /**
     * Returns when a thread waits, for a lock or a latch or with a time limit.
     *
     * @throws AssertionError if it has ended, for it will not wait any more
     */
    public static void await(Thread thread) {
        while (true) {
            switch (thread.getState()) {
                case WAITING, TIMED_WAITING -> {
                    return;
                }
                case TERMINATED ->
                    throw new AssertionError("the thread " + thread.getName() + " ended, and was to wait");
                case NEW, RUNNABLE, BLOCKED -> Thread.onSpinWait();
            }
        }
    }
}
