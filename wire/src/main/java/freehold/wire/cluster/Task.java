package freehold.wire.cluster;

import freehold.execution.Outcome;
import freehold.execution.Plan;
import freehold.wire.bus.Bus;
import freehold.wire.bus.NoAnswer;
import freehold.wire.link.Hearing;
import freehold.wire.link.Lease;
import freehold.wire.link.Report;
import freehold.wire.link.Speech;
import freehold.wire.link.Worker;
import freehold.wire.pace.Pace;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An assignment as its worker has it. Its end is said again and again until its control has taken it. */
final class Task {
    private static final Logger LOG = LoggerFactory.getLogger(Task.class);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Bus bus;
    private final Held held;
    private final Consumer<Task> over;
    private final String control;
    private final Pace pace;
    private final long sinceNanos;

    // guarded by this
    private @Nullable Lease lease;
    private boolean cancelled;
    private boolean silent;
    private volatile String name = "an execution";

    Task(Bus bus, Held held, Consumer<Task> over, Pace pace) {
        this.pace = pace;
        this.sinceNanos = pace.nanos();
        this.bus = bus;
        this.held = held;
        this.over = over;
        this.control = Subjects.control(held.control());
    }

    Held held() {
        return held;
    }

    long sinceNanos() {
        return sinceNanos;
    }

    String name() {
        return name;
    }

    void say(Word word) {
        bus.tell(control, word.message());
    }

    byte[] ask(Word word, Duration patience) throws NoAnswer, InterruptedException {
        return bus.ask(control, word.message(), patience);
    }

    void begin(Worker worker, Plan plan) {
        name = plan.id().value();
        Lease given = worker.begin(plan, this::report);
        boolean end;
        synchronized (this) {
            lease = given;
            end = cancelled;
        }
        if (end) {
            given.cancel();
        }
    }

    void cancel() {
        Lease given;
        synchronized (this) {
            cancelled = true;
            given = lease;
        }
        if (given != null) {
            given.cancel();
        }
    }

    /** What somebody says to its program; its control is told what became of it. */
    void hear(long number, Speech speech) {
        Lease given;
        synchronized (this) {
            given = lease;
        }
        Hearing hearing = given == null ? Hearing.LATER : given.say(number, speech);
        say(new Word.Heard(held.number(), number, hearing));
    }

    /** Nothing is said of it from now on but that it is lost. */
    void giveBack() {
        synchronized (this) {
            silent = true;
        }
        say(new Word.Lost(held.number()));
        cancel();
    }

    private synchronized boolean isSilent() {
        return silent;
    }

    private void report(Report report) {
        if (isSilent()) {
            return;
        }
        switch (report) {
            case Report.Taken(var by) -> say(new Word.Taken(held.number(), by));
            case Report.Started(var step) -> say(new Word.Started(held.number(), step));
            case Report.Output(var step, var stream, long offset, byte[] bytes) -> {
                for (int at = 0; at < bytes.length; at += BusLink.PART_MAX) {
                    byte[] piece = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + BusLink.PART_MAX));
                    say(new Word.Wrote(held.number(), step, stream, offset + at, piece));
                }
            }
            case Report.Finished(Outcome outcome) -> {
                byte[] whole = OutcomeCodec.bytes(outcome);
                pace.start("outcome", () -> deliver(whole));
            }
            case Report.Declined(), Report.Unreadable(), Report.Lost() ->
                throw new IllegalStateException("a worker does not say that of itself");
        }
    }

    private void deliver(byte[] outcome) {
        try {
            int at = 0;
            while (at < outcome.length && !isSilent()) {
                byte[] part = Arrays.copyOfRange(outcome, at, Math.min(outcome.length, at + BusLink.PART_MAX));
                if (isTaken(new Word.Finished(held.number(), outcome.length, at, part))) {
                    at += part.length;
                } else {
                    pace.sleep(PAUSE);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            over.accept(this);
        }
    }

    /** Whether the control has it, or does not want it any more. */
    private boolean isTaken(Word part) throws InterruptedException {
        try {
            boolean counted = ask(part, ANSWER_MAX)[0] != 0;
            if (!counted) {
                LOG.info("{} was given to somebody else; what came of it here does not count", name);
                synchronized (this) {
                    silent = true;
                }
            }
            return counted;
        } catch (NoAnswer again) {
            return false;
        }
    }
}
