package freehold.wire.pace;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * What time it is in a process, and what goes on there beside what was asked of it. {@link #REAL} in the product; a virtual one in the
 * simulation, where all processes share one thread of control.
 */
public interface Pace {
    /** The clock of the machine, and threads. */
    Pace REAL = new ThreadPace();

    /** Nanoseconds since some moment, as {@link System#nanoTime}. */
    long nanos();

    void sleep(Duration length) throws InterruptedException;

    /** Carries out a task that may wait, on a thread of its own. */
    void start(String name, Runnable task);

    /** Does something at once and then again and again, with that pause between, until it says false or is closed. Failing ends nothing. */
    Beat every(String name, Duration pause, BooleanSupplier task);

    /** Goes on until it is closed. */
    interface Beat extends AutoCloseable {
        /** Returns when it is certain that the task is not under way. Must not be called by the task. */
        @Override
        void close();
    }
}
