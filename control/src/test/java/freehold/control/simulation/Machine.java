package freehold.control.simulation;

import freehold.wire.pace.Pace;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/** A process that can be killed, stopped for a while, and cut off. */
final class Machine implements Pace {
    private static final long EPOCH_SECONDS = 1_800_000_000;

    private final VirtualTime time;
    private final String name;
    private boolean alive = true;
    private long stalledUntil;
    private long cutUntil;
    private long awayUntil;
    private long writtenUntil;

    Machine(VirtualTime time, String name) {
        this.time = time;
        this.name = name;
    }

    String name() {
        return name;
    }

    VirtualTime time() {
        return time;
    }

    boolean isAlive() {
        return alive;
    }

    /** Nothing of it happens any more, as after kill -9. */
    void kill() {
        alive = false;
    }

    long stalledUntil() {
        return stalledUntil;
    }

    /** Nothing of it happens until then, as between SIGSTOP and SIGCONT. */
    void stallUntil(long nanos) {
        stalledUntil = Math.max(stalledUntil, nanos);
    }

    /** Neither sends nor hears anything until then. */
    void cutUntil(long nanos) {
        cutUntil = Math.max(cutUntil, nanos);
    }

    boolean isCut() {
        return time.nanos() < cutUntil;
    }

    /** Does not reach the database until then. */
    void withoutDatabaseUntil(long nanos) {
        awayUntil = Math.max(awayUntil, nanos);
    }

    boolean isWithoutDatabase() {
        return time.nanos() < awayUntil;
    }

    boolean isStalled() {
        return time.nanos() < stalledUntil;
    }

    void after(long nanos, Runnable what) {
        time.at(this, time.nanos() + nanos, what);
    }

    InstantSource clock() {
        return () -> Instant.ofEpochSecond(EPOCH_SECONDS, time.nanos());
    }

    static long micros(VirtualTime time) {
        return EPOCH_SECONDS * 1_000_000 + time.nanos() / 1_000;
    }

    /** Writes that take their time, one after the other. Whoever may wait does; for others it happens later. */
    Executor writing(java.util.function.LongSupplier lengths) {
        return task -> {
            writtenUntil = Math.max(writtenUntil + 1, time.nanos() + lengths.getAsLong());
            if (time.isOver()) {
                task.run();
            } else if (time.mayWait()) {
                time.running().waitUntil(writtenUntil);
                task.run();
            } else {
                time.at(this, writtenUntil, () -> start("write", task));
            }
        };
    }

    @Override
    public long nanos() {
        return time.nanos();
    }

    @Override
    public void sleep(Duration length) {
        time.running().waitUntil(time.nanos() + length.toNanos());
    }

    @Override
    public void start(String task, Runnable what) {
        time.start(this, name + " " + task, what);
    }

    @Override
    public Beat every(String task, Duration pause, BooleanSupplier what) {
        boolean[] closed = {false};
        start(task, () -> {
            while (!closed[0] && what.getAsBoolean()) {
                sleep(pause);
            }
        });
        return () -> closed[0] = true;
    }
}
