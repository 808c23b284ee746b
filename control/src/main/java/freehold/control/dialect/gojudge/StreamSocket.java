package freehold.control.dialect.gojudge;

import freehold.control.dialect.Sentence;
import freehold.control.exchange.Line;
import freehold.control.exchange.Presence;
import freehold.control.exchange.Terms;
import freehold.control.execution.Event;
import freehold.control.execution.EventReader;
import freehold.control.execution.Live;
import freehold.control.execution.Voice;
import freehold.control.tenancy.Caller;
import freehold.execution.StepName;
import freehold.wire.link.Speech;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One conversation by {@code /stream}: one job, what the client writes to its programs and reads from them while they run, and the results
 * at last. Whoever says what cannot be understood, or goes away, ends the job, for nobody else knows of it.
 */
final class StreamSocket {
    private static final Logger LOG = LoggerFactory.getLogger(StreamSocket.class);
    private static final Duration LOOK = Duration.ofMinutes(1);

    /** Codes of WebSocket; the peer gives none, it only hangs up. */
    private static final int OVER = 1000;

    private static final int OUT_OF_TURN = 1002;
    private static final int UNREADABLE = 1007;
    private static final int OUR_FAILURE = 1011;

    private final Judging judging;
    private final Caller caller;
    private final Line line;
    private final Terms terms;

    // of the one thread that hears
    private final Map<Integer, Voice> voices = new HashMap<>();
    private boolean cancelled;

    StreamSocket(Judging judging, Caller caller, Line line, Terms terms) {
        this.judging = judging;
        this.caller = caller;
        this.line = line;
        this.terms = terms;
    }

    void hold() throws IOException, InterruptedException {
        Optional<Frame> first = next();
        if (first.isEmpty()) {
            return;
        }
        if (!(first.get() instanceof Frame.Begin(var json))) {
            line.end(OUT_OF_TURN, "the first stream request must be exec request");
            return;
        }
        JobRun.Begun begun;
        try {
            begun = judging.begin(caller.tenant(), json, Job.Client.TALKS);
        } catch (Fault fault) {
            refuse(fault.sentence());
            return;
        }
        switch (begun) {
            case JobRun.Begun.Declined(var refusal) ->
                refuse(Sentence.of(refusal).text());
            case JobRun.Begun.Running(JobRun run) -> follow(run);
        }
    }

    /** The next message; empty if it was none that can be read, and the conversation is over. */
    private Optional<Frame> next() throws IOException, InterruptedException {
        Optional<byte[]> heard = line.hearBytes(LOOK);
        while (heard.isEmpty()) {
            heard = line.hearBytes(LOOK);
        }
        try {
            return Optional.of(Frame.read(heard.get()));
        } catch (Fault fault) {
            line.end(UNREADABLE, fault.sentence());
            return Optional.empty();
        }
    }

    /** In the form of {@code /ws}, for whoever shows it; the peer would hang up. */
    private void refuse(String why) throws IOException, InterruptedException {
        line.sayBytes(Frame.refusal(why));
        line.end(OVER, "");
    }

    private void follow(JobRun run) throws IOException, InterruptedException {
        try (ExecutorService tellers = Executors.newVirtualThreadPerTaskExecutor()) {
            try (Presence.Watch _ = line.watch(run::cancel)) { // while it hears nothing, for a program reads nothing
                List<Future<@Nullable Void>> outputs = open(run, tellers);
                tellers.execute(() -> tell(run, outputs));
                boolean goesOn = true;
                while (goesOn) {
                    Optional<Frame> frame = next();
                    goesOn = frame.isPresent() && (cancelled || hear(frame.get(), run));
                }
            } finally {
                run.cancel();
                voices.values().forEach(Voice::close);
                tellers.shutdownNow();
            }
        }
    }

    private List<Future<@Nullable Void>> open(JobRun run, ExecutorService tellers) {
        List<Future<@Nullable Void>> outputs = new ArrayList<>();
        for (int i = 0; i < run.job().cmds().size(); i++) {
            int index = i;
            Optional<Live> live = run.live(index);
            if (live.isEmpty()) {
                continue;
            }
            Streams streams = streams(run, index).orElse(Streams.NONE);
            if (streams.isWritten()) {
                voices.put(
                        index,
                        new Voice(
                                judging.executions(),
                                caller.tenant(),
                                live.get().plan().id(),
                                (_, _) -> {}));
            }
            if (!streams.told().isEmpty()) {
                Callable<@Nullable Void> telling = () -> {
                    try {
                        tell(index, live.get(), streams);
                    } catch (RuntimeException fault) { // it is told where all output is waited for
                        run.cancel();
                        throw fault;
                    }
                    return null;
                };
                outputs.add(tellers.submit(telling));
            }
        }
        return outputs;
    }

    /** Of a command that cannot be started nothing is known, nor need it be: its result is on its way. */
    private static Optional<Streams> streams(JobRun run, int index) {
        return Job.cmd(run.job().cmds().get(index)).map(Cmd::streams);
    }

    /** Whether to go on hearing. */
    private boolean hear(Frame frame, JobRun run) throws InterruptedException {
        return switch (frame) {
            case Frame.Begin _ -> outOfTurn("a connection has one request");
            case Frame.Cancel() -> {
                cancelled = true;
                run.cancel();
                yield true;
            }
            case Frame.Input(int index, int fd, byte[] bytes) -> {
                if (!isWritten(run, index, fd)) {
                    yield outOfTurn("input does not exist: " + index + "/" + fd);
                }
                for (Speech piece : Speech.Input.pieces(bytes)) {
                    say(index, piece);
                }
                yield true;
            }
            case Frame.Resize(int index, int fd, var size) -> {
                if (!isWritten(run, index, fd)) {
                    yield outOfTurn("input does not exist: " + index + "/" + fd);
                }
                if (!streams(run, index).map(Streams::isTerminal).orElse(true)) {
                    yield outOfTurn("resize input does not have tty: " + index + "/" + fd);
                }
                say(index, new Speech.Resized(size));
                yield true;
            }
        };
    }

    private boolean outOfTurn(String why) {
        line.end(OUT_OF_TURN, why);
        return false;
    }

    private static boolean isWritten(JobRun run, int index, int fd) {
        return fd == Streams.STDIN
                && index < run.job().cmds().size()
                && streams(run, index).map(Streams::isWritten).orElse(true);
    }

    private void say(int index, Speech speech) throws InterruptedException {
        @Nullable Voice voice = voices.get(index);
        if (voice != null) {
            voice.say(speech);
        }
    }

    private void tell(int index, Live live, Streams streams) throws IOException, InterruptedException {
        EventReader events = live.log().readAfter(0);
        while (!events.isAtEnd()) {
            Optional<Event> event = events.next(LOOK);
            if (event.isPresent()
                    && event.get() instanceof Event.Written(var _, var step, var stream, var _, byte[] bytes)
                    && step == StepName.RUN) {
                @Nullable Integer fd = streams.told().get(stream);
                if (fd != null) {
                    line.sayBytes(Frame.output(index, fd, bytes));
                }
            }
        }
    }

    /** The results, after all output. */
    private void tell(JobRun run, List<Future<@Nullable Void>> outputs) {
        try {
            var ended = run.await();
            for (Future<@Nullable Void> each : outputs) {
                each.get();
            }
            Optional<Terms.Held> room = terms.room(Judging.bytes(run.job(), ended));
            if (room.isEmpty()) {
                refuse(Socket.TOO_MUCH);
                return;
            }
            try (Terms.Held _ = room.get()) {
                line.sayBytes(Frame.results(judging.results(run.job(), ended)));
            }
            line.end(OVER, "");
        } catch (IOException gone) {
            gone(gone);
        } catch (ExecutionException untold) {
            switch (untold.getCause()) {
                case IOException gone -> gone(gone);
                case InterruptedException _ -> line.end(OVER, "");
                case null, default -> failed(untold);
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException fault) {
            failed(fault);
        }
    }

    private void gone(IOException gone) {
        LOG.debug("A client went away", gone);
        line.end(OVER, "");
    }

    private void failed(Exception fault) {
        line.end(OUR_FAILURE, GoJudge.ourFailure(terms.failed("Output and results could not be told", fault)));
    }
}
