package freehold.cli.verification;

import freehold.quantity.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** Runs tasks at one time as far as there is room, and hands over what came of them in the order in which they stand. */
public final class SideBySide {
    private final Room room;
    private final Duration silence;
    private final IntConsumer ended;

    /**
     * Prepares to run.
     *
     * @param silence after so long without a result to hand over, and no more often, {@code ended} is told
     * @param ended hears how many tasks have ended
     */
    public SideBySide(Room room, Duration silence, IntConsumer ended) {
        this.room = room;
        this.silence = silence;
        this.ended = ended;
    }

    /**
     * A piece of work.
     *
     * @param memory that it may take
     * @param work done in a thread of its own
     */
    public record Task<T>(Bytes memory, Supplier<T> work) {}

    /**
     * Runs all of them, once. The first that throws ends the rest.
     *
     * @param then told in this thread, by and by
     */
    public <T> void run(List<Task<T>> tasks, Consumer<T> then) {
        Tally tally = new Tally(new AtomicInteger(), new AtomicReference<>(Optional.empty()));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> results = new ArrayList<>();
            for (Task<T> each : tasks) {
                int number = results.size();
                results.add(threads.submit(() -> inside(number, each, tally)));
            }
            try {
                for (Future<T> each : results) {
                    then.accept(await(each, tally));
                }
            } catch (ExecutionException failed) {
                throw new IllegalStateException("a sample could not be run: " + failed.getCause(), failed.getCause());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while samples ran", interrupted);
            } finally {
                threads.shutdownNow();
            }
        }
    }

    /**
     * What is known of all tasks.
     *
     * @param failure of the first that threw, noted before it leaves the room, so that none that enters after it begins
     */
    private record Tally(AtomicInteger ended, AtomicReference<Optional<RuntimeException>> failure) {}

    private <T> T inside(int number, Task<T> task, Tally tally) throws InterruptedException {
        room.enter(number, task.memory());
        try {
            Optional<RuntimeException> earlier = tally.failure().get();
            if (earlier.isPresent()) {
                throw earlier.get();
            }
            return task.work().get();
        } catch (RuntimeException failed) {
            tally.failure().updateAndGet(first -> first.or(() -> Optional.of(failed)));
            throw failed;
        } finally {
            tally.ended().incrementAndGet();
            room.leave(task.memory());
        }
    }

    private <T> T await(Future<T> result, Tally tally) throws ExecutionException, InterruptedException {
        while (true) {
            try {
                return result.get(silence.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException _) {
                ended.accept(tally.ended().get());
            }
        }
    }
}
