package freehold.control.execution;

import freehold.execution.State;
import freehold.execution.StepName;
import freehold.execution.Verdict;
import freehold.wire.link.Speech;
import freehold.wire.link.Stream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Several executions that were begun at one time, and whose programs talk: what one writes, another reads. Bytes go from the log of the one,
 * which the limit on its output bounds, to the input of the other, of which no more waits than {@link Voice} has room for; whoever reads
 * slowly delays nobody but itself. Each keeps its own limits, verdict and record. Used by one thread.
 */
public final class Company {
    private static final Duration LOOK = Duration.ofSeconds(10);

    private final Executions executions;
    private final List<Live> members;
    private final List<Pipe> pipes;

    /**
     * What one writes, another reads.
     *
     * @param from which member writes, from 0
     * @param to which member has it as its standard input
     */
    public record Pipe(int from, Stream stream, int to) {}

    Company(Executions executions, List<Live> members, List<Pipe> pipes) {
        this.executions = executions;
        this.members = List.copyOf(members);
        this.pipes = List.copyOf(pipes);
    }

    public List<Live> members() {
        return members;
    }

    /** Asks for the end of all that have not ended. */
    public void cancel() {
        members.stream().filter(each -> each.now().state() != State.FINISHED).forEach(executions::cancel);
    }

    /**
     * Carries what they say to each other until all have ended. Whoever writes to one that has ended is not kept from it; whoever reads from
     * it finds the end of its input. What still lives when the patience is over, or the thread is interrupted, is cancelled.
     */
    public void follow(Duration patience) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        try (ExecutorService carriers = Executors.newVirtualThreadPerTaskExecutor()) {
            pipes.forEach(pipe -> carriers.execute(() -> carry(pipe)));
            members.forEach(each -> carriers.execute(() -> mourn(each)));
            try {
                for (Live each : members) {
                    each.await(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
                }
            } finally {
                cancel();
                carriers.shutdownNow();
            }
        }
    }

    private void carry(Pipe pipe) {
        Live from = members.get(pipe.from());
        Live to = members.get(pipe.to());
        try (Voice voice = new Voice(executions, to.plan().tenant(), to.plan().id(), (_, _) -> {})) {
            EventReader written = from.log().readAfter(0);
            while (!written.isAtEnd()) {
                Optional<Event> event = written.next(LOOK);
                if (event.isPresent()
                        && event.get() instanceof Event.Written(var _, var step, var stream, var _, byte[] bytes)
                        && step == StepName.RUN
                        && stream == pipe.stream()) {
                    say(voice, bytes);
                }
            }
            voice.say(new Speech.InputEnd());
            while (to.now().state() != State.FINISHED) {
                to.await(LOOK); // the voice is heard until then
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private static void say(Voice voice, byte[] bytes) throws InterruptedException {
        for (Speech piece : Speech.Input.pieces(bytes)) {
            voice.say(piece);
        }
    }

    /** What was taken back, or failed by us, takes the others along: there is nobody to talk to any more. */
    private void mourn(Live each) {
        try {
            while (each.now().state() != State.FINISHED) {
                each.await(LOOK);
            }
            Verdict verdict = each.now().outcome().orElseThrow().verdict();
            if (verdict == Verdict.CANCELLED || verdict == Verdict.FAULTED) {
                cancel();
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }
}
