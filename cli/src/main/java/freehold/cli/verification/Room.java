package freehold.cli.verification;

import freehold.quantity.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What samples may take of this machine at one time: a processor each, and the memory that their limits allow. They enter by turns, so that
 * a large one waits for smaller ones that came before it, and is not passed by those that come after. Used by many threads.
 */
public final class Room {
    /** The rest is for who else works here. */
    private static final double SHARE = 0.75;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final int processors;
    private final long memory;

    // guarded by lock
    private long turn;
    private int inside;
    private long taken;

    /**
     * An empty room.
     *
     * @param processors samples at one time
     * @param memory of all their limits together; one that needs more enters alone
     */
    public Room(int processors, Bytes memory) {
        if (processors < 1) {
            throw new IllegalArgumentException("room for " + processors + " samples");
        }
        this.processors = processors;
        this.memory = memory.count();
    }

    /** That of this machine, now. */
    public static Room ofThis() throws IOException {
        return ofThis(Runtime.getRuntime().availableProcessors());
    }

    /** That of this machine, now, for so many at one time. */
    public static Room ofThis(int processors) throws IOException {
        long kibi = Files.readAllLines(Path.of("/proc/meminfo")).stream()
                .filter(line -> line.startsWith("MemAvailable:"))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
        return new Room(processors, new Bytes((long) (kibi * 1024 * SHARE)));
    }

    /** Samples at one time, at most. */
    public int processors() {
        return processors;
    }

    /**
     * Waits for one's turn and for room.
     *
     * @param number from 0, without gaps, each once
     */
    public void enter(long number, Bytes need) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (turn != number || !fits(need.count())) {
                changed.await();
            }
            turn++;
            inside++;
            taken += need.count();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Gives back what {@link #enter} took. */
    public void leave(Bytes need) {
        lock.lock();
        try {
            inside--;
            taken -= need.count();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean fits(long need) {
        return inside == 0 || (inside < processors && taken + need <= memory);
    }
}
