package freehold.control.http;

import freehold.control.exchange.Terms;
import freehold.control.rate.HeapShares;
import freehold.execution.Execution;
import freehold.refusal.Refusal;
import freehold.refusal.Unavailable;
import freehold.tenant.TenantId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * The part of the heap that answers with much output may hold at one time. Programs write up to 64 MiB, clients read as slowly as they
 * like, and any number of them ask: without a bound, a few would take the memory that executions need.
 */
final class Room {
    /** There was none in time. */
    static final Refusal FULL = new Unavailable(
            "This server sends so much output at this time that it has no memory for more",
            "Ask again in a moment, for fewer executions at one time");

    private static final int HEAP_SHARE = 3;

    private final HeapShares shares;

    Room(long heapBytes) {
        this.shares = new HeapShares(heapBytes / HEAP_SHARE);
    }

    /** Room to answer with so much output; empty if there is none in that time. A larger answer than a tenant's share waits for all of that. */
    Optional<HeapShares.Held> take(TenantId tenant, long outputBytes, Duration patience) throws InterruptedException {
        return shares.take(tenant, outputBytes, patience);
    }

    /** Where an answer comes from, any number of times. */
    interface Source<T> {
        T read() throws IOException, InterruptedException;
    }

    /** Where it goes. */
    interface Sink<T> {
        void take(T read) throws IOException, InterruptedException;
    }

    /** What was read, and the room that it has until it is closed. */
    record Loaded<T>(T value, HeapShares.Held held) implements AutoCloseable {
        @Override
        public void close() {
            held.close();
        }
    }

    /**
     * Reads an answer that has room for its output. What finds no room at once is let go of, and read again when there is room: of any number
     * that wait, none holds output.
     *
     * @return empty if there was no room in time
     */
    <T> Optional<Loaded<T>> load(TenantId tenant, Source<T> source, ToLongFunction<T> outputBytes)
            throws IOException, InterruptedException {
        return switch (attempt(tenant, source, outputBytes)) {
            case Attempt.Had<T>(Loaded<T> loaded) -> Optional.of(loaded);
            case Attempt.Lacking<T>(long bytes) -> again(tenant, source, outputBytes, bytes);
        };
    }

    private sealed interface Attempt<T> {
        record Had<T>(Loaded<T> loaded) implements Attempt<T> {}

        record Lacking<T>(long bytes) implements Attempt<T> {}
    }

    private <T> Attempt<T> attempt(TenantId tenant, Source<T> source, ToLongFunction<T> outputBytes)
            throws IOException, InterruptedException {
        T read = source.read();
        long bytes = outputBytes.applyAsLong(read);
        Optional<HeapShares.Held> held = take(tenant, bytes, Duration.ZERO);
        return held.isPresent() ? new Attempt.Had<>(new Loaded<>(read, held.get())) : new Attempt.Lacking<>(bytes);
    }

    private <T> Optional<Loaded<T>> again(
            TenantId tenant, Source<T> source, ToLongFunction<T> outputBytes, long lackingBytes)
            throws IOException, InterruptedException {
        Optional<HeapShares.Held> held = take(tenant, lackingBytes, Terms.PATIENCE);
        if (held.isEmpty()) {
            return Optional.empty();
        }
        boolean has = false;
        try {
            T read = source.read();
            has = outputBytes.applyAsLong(read) <= lackingBytes;
            return has ? Optional.of(new Loaded<>(read, held.get())) : Optional.empty();
        } finally {
            if (!has) {
                held.get().close();
            }
        }
    }

    /**
     * Loads an answer, and hands it on.
     *
     * @return false if there was no room in time; nothing was handed on
     */
    <T> boolean pass(TenantId tenant, Source<T> source, ToLongFunction<T> outputBytes, Sink<T> sink)
            throws IOException, InterruptedException {
        Optional<Loaded<T>> loaded = load(tenant, source, outputBytes);
        if (loaded.isEmpty()) {
            return false;
        }
        try (Loaded<T> answer = loaded.get()) {
            sink.take(answer.value());
        }
        return true;
    }

    static long outputBytes(List<Execution> executions) {
        return executions.stream().mapToLong(Execution::outputBytes).sum();
    }
}
