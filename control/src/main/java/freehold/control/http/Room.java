package freehold.control.http;

import freehold.execution.Execution;
import freehold.execution.Outcome;
import freehold.execution.StepResult;
import freehold.refusal.Refusal;
import freehold.refusal.Unavailable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The part of the heap that answers with much output may hold at one time. Programs write up to 64 MiB, clients read as slowly as they
 * like, and any number of them ask: without a bound, a few would take the memory that executions need.
 */
final class Room {
    /** There was none in time. */
    static final Refusal FULL = new Unavailable(
            "This server sends so much output at this time that it has no memory for more",
            "Ask again in a moment, for fewer executions at one time");

    /** What is no more than this goes out at once, whatever else does. */
    static final long SMALL_BYTES = 256 << 10;

    private static final int PIECE = 64 << 10;
    private static final int HEAP_SHARE = 3;

    /** An output, as bytes, as text and as base64: what is alive while it is written. */
    private static final int COPIES = 5;

    private final int most;
    private final Semaphore pieces;

    Room(long heapBytes) {
        this.most = (int) Math.min(Integer.MAX_VALUE, Math.max(1, heapBytes / HEAP_SHARE / PIECE));
        this.pieces = new Semaphore(most);
    }

    /** Held until it is closed. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** Room to answer with so much output; empty if there is none in that time. An answer larger than all room waits for all of it. */
    Optional<Held> take(long outputBytes, Duration patience) throws InterruptedException {
        if (outputBytes <= SMALL_BYTES) {
            return Optional.of(() -> {});
        }
        int wanted = (int) Math.min(most, outputBytes * COPIES / PIECE + 1);
        return pieces.tryAcquire(wanted, patience.toNanos(), TimeUnit.NANOSECONDS)
                ? Optional.of(() -> pieces.release(wanted))
                : Optional.empty();
    }

    static long outputBytes(List<Execution> executions) {
        return executions.stream()
                .map(Execution::outcome)
                .flatMap(Optional::stream)
                .flatMap((Outcome outcome) -> Stream.of(outcome.build(), outcome.run()))
                .flatMap(Optional::stream)
                .mapToLong((StepResult step) -> step.stdout().length + step.stderr().length)
                .sum();
    }
}
