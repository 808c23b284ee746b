package freehold.control.http;

import freehold.control.exchange.Terms;
import freehold.execution.Execution;
import freehold.execution.Outcome;
import freehold.execution.StepResult;
import freehold.refusal.Refusal;
import freehold.refusal.Unavailable;
import freehold.tenant.TenantId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
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

    private final TenantShares pieces;

    Room(long heapBytes) {
        this.pieces = new TenantShares(Math.clamp(heapBytes / HEAP_SHARE / PIECE, 2, Integer.MAX_VALUE));
    }

    /** Held until it is closed. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** Room to answer with so much output; empty if there is none in that time. A larger answer than a tenant's share waits for all of that. */
    Optional<Held> take(TenantId tenant, long outputBytes, Duration patience) throws InterruptedException {
        if (outputBytes <= SMALL_BYTES) {
            return Optional.of(() -> {});
        }
        int wanted = (int) Math.min(pieces.ofTenant(), outputBytes * COPIES / PIECE + 1);
        return pieces.tryAcquire(tenant, wanted, patience)
                ? Optional.of(() -> pieces.release(tenant, wanted))
                : Optional.empty();
    }

    /** Where an answer comes from, any number of times. */
    interface Source<T> {
        T read() throws IOException, InterruptedException;
    }

    /** Where it goes. */
    interface Sink<T> {
        void take(T read) throws IOException, InterruptedException;
    }

    /**
     * Reads an answer and hands it on, with room for its output. What finds no room at once is let go of, and read again when there is room: of
     * any number that wait, none holds output.
     *
     * @return false if there was no room in time; nothing was handed on
     */
    <T> boolean pass(TenantId tenant, Source<T> source, ToLongFunction<T> outputBytes, Sink<T> sink)
            throws IOException, InterruptedException {
        long lacking = attempt(tenant, source, outputBytes, sink, 0);
        if (lacking == 0) {
            return true;
        }
        Optional<Held> held = take(tenant, lacking, Terms.PATIENCE);
        if (held.isEmpty()) {
            return false;
        }
        try (Held _ = held.get()) {
            return attempt(tenant, source, outputBytes, sink, lacking) == 0;
        }
    }

    /** The bytes that there was no room for; 0 if it was handed on. */
    private <T> long attempt(
            TenantId tenant, Source<T> source, ToLongFunction<T> outputBytes, Sink<T> sink, long heldBytes)
            throws IOException, InterruptedException {
        T read = source.read();
        long bytes = outputBytes.applyAsLong(read);
        Optional<Held> held = take(tenant, bytes <= heldBytes ? 0 : bytes, Duration.ZERO);
        if (held.isEmpty()) {
            return bytes;
        }
        try (Held _ = held.get()) {
            sink.take(read);
        }
        return 0;
    }

    static long outputBytes(List<Execution> executions) {
        return executions.stream().mapToLong(Room::outputBytes).sum();
    }

    static long outputBytes(Execution execution) {
        return Stream.of(execution)
                .map(Execution::outcome)
                .flatMap(Optional::stream)
                .flatMap((Outcome outcome) -> Stream.of(outcome.build(), outcome.run()))
                .flatMap(Optional::stream)
                .mapToLong((StepResult step) -> step.stdout().length + step.stderr().length)
                .sum();
    }
}
