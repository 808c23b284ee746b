package freehold.control.dialect.piston;

import freehold.cell.CellReport;
import freehold.cell.Signal;
import freehold.control.dialect.PeerJson;
import freehold.control.exchange.Line;
import freehold.control.exchange.Presence;
import freehold.control.exchange.Terms;
import freehold.control.execution.Event;
import freehold.control.execution.EventReader;
import freehold.control.execution.Executions;
import freehold.control.execution.Live;
import freehold.control.execution.Submission;
import freehold.control.execution.Voice;
import freehold.control.tenancy.Caller;
import freehold.execution.Dialogue;
import freehold.execution.Outcome;
import freehold.execution.Request;
import freehold.execution.State;
import freehold.execution.StepName;
import freehold.execution.StepResult;
import freehold.execution.Verdict;
import freehold.refusal.Refusal;
import freehold.wire.client.RequestJson;
import freehold.wire.link.Speech;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One conversation as the peer has it: a job, its stages with what they write, and input and signals while it runs. A client that goes
 * away ends its job, for nobody else knows of it.
 */
final class Connection {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final Duration INIT_MAX = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofMinutes(1);

    private static final String OUR_FAILURE = "Internal error";

    /** The peer's codes. */
    private enum Close {
        COMPLETED(4999, "Job Completed"),
        ALREADY(4000, "Already Initialized"),
        LATE(4001, "Initialization Timeout"),
        ERROR(4002, "Notified Error"),
        NOT_YET(4003, "Not yet initialized"),
        ONLY_STDIN(4004, "Can only write to stdin"),
        INVALID_SIGNAL(4005, "Invalid signal");

        private final int code;
        private final String words;

        Close(int code, String words) {
            this.code = code;
            this.words = words;
        }
    }

    private final Executions executions;
    private final Runtimes runtimes;
    private final Function<Refusal, String> words;
    private final Caller caller;
    private final Line line;
    private final Terms terms;

    /** @param words how the peer says no */
    Connection(
            Executions executions,
            Runtimes runtimes,
            Function<Refusal, String> words,
            Caller caller,
            Line line,
            Terms terms) {
        this.executions = executions;
        this.runtimes = runtimes;
        this.words = words;
        this.caller = caller;
        this.line = line;
        this.terms = terms;
    }

    void hold() throws IOException, InterruptedException {
        Optional<String> first = line.hear(INIT_MAX);
        if (first.isEmpty()) {
            end(Close.LATE);
            return;
        }
        Optional<ObjectNode> message = PeerJson.object(first.get().getBytes(StandardCharsets.UTF_8));
        if (message.isEmpty()) {
            error("the message is not a JSON object");
        } else if (type(message.get()).equals("init")) {
            begin(message.get());
        } else if (type(message.get()).equals("data") || type(message.get()).equals("signal")) {
            end(Close.NOT_YET);
        } else {
            error("the message has no type that is known: init, data or signal");
        }
    }

    private void begin(ObjectNode job) throws IOException, InterruptedException {
        switch (JobReader.read(job, runtimes)) {
            case JobReader.Read.Wrong(String message) -> error(message);
            case JobReader.Read.Understood(Request request, Runtimes.Listed runtime) -> {
                // what the job has as its input the peer does not look at here
                Request open = request.withoutInput().with(new Dialogue(Dialogue.Input.STAYS_OPEN, Optional.empty()));
                switch (executions.submit(caller.tenant(), open, RequestJson.of(open), Optional.empty())) {
                    case Submission.Declined(Refusal refusal) -> error(words.apply(refusal));
                    case Submission.Begun(Live live) -> follow(live, runtime);
                    case Submission.Joined _, Submission.Known _ ->
                        throw new IllegalStateException("only a key could have joined them");
                }
            }
        }
    }

    private void follow(Live live, Runtimes.Listed runtime) throws IOException, InterruptedException {
        Thread telling = Thread.ofVirtual().name("job").unstarted(() -> tell(live));
        try (Voice voice = new Voice(executions, caller.tenant(), live.plan().id(), (_, _) -> {});
                Presence.Watch _ = line.watch(() -> executions.cancel(live))) {
            say(PeerJson.object()
                    .put("type", "runtime")
                    .put("language", runtime.language())
                    .put("version", runtime.version().toString()));
            telling.start();
            boolean goesOn = true;
            while (goesOn) {
                Optional<String> message = line.hear(LOOK);
                goesOn = message.isEmpty() || hear(message.get(), voice);
            }
        } finally {
            executions.cancel(live);
            end(telling);
        }
    }

    private boolean hear(String text, Voice voice) throws IOException, InterruptedException {
        Optional<ObjectNode> read = PeerJson.object(text.getBytes(StandardCharsets.UTF_8));
        if (read.isEmpty()) {
            error("the message is not a JSON object");
            return false;
        }
        ObjectNode message = read.get();
        switch (type(message)) {
            case "init" -> end(Close.ALREADY);
            case "data" -> {
                if (!PeerJson.scalar(message, "stream").equals(Optional.of("stdin"))) {
                    end(Close.ONLY_STDIN);
                    return false;
                }
                input(PeerJson.scalar(message, "data").orElse(""), voice);
                return true;
            }
            case "signal" -> {
                Optional<Signal> signal = PeerJson.scalar(message, "signal").flatMap(Signal::sendable);
                if (signal.isPresent()) {
                    voice.say(new Speech.Signalled(signal.get()));
                    return true;
                }
                end(Close.INVALID_SIGNAL);
            }
            default -> error("the message has no type that is known: init, data or signal");
        }
        return false;
    }

    private static void input(String data, Voice voice) throws InterruptedException {
        byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
        for (Speech piece : Speech.Input.pieces(bytes)) {
            voice.say(piece);
        }
    }

    private void tell(Live live) {
        try {
            try {
                events(live);
            } catch (RuntimeException fault) {
                executions.cancel(live);
                error(OUR_FAILURE + "; the log has it as " + terms.failed("A job could not be told", fault));
            }
        } catch (IOException gone) {
            LOG.debug("A client went away", gone);
            line.end(Close.COMPLETED.code, Close.COMPLETED.words);
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private void events(Live live) throws IOException, InterruptedException {
        EventReader events = live.log().readAfter(0);
        while (!events.isAtEnd()) {
            Optional<Event> event = events.next(LOOK);
            if (event.isPresent()) {
                tell(event.get(), live);
            }
        }
    }

    private void tell(Event event, Live live) throws IOException, InterruptedException {
        switch (event) {
            case Event.Changed(long _, State state) -> {
                if (state == State.BUILDING) {
                    say(PeerJson.object().put("type", "stage").put("stage", "compile"));
                } else if (state == State.RUNNING) {
                    compiled(live);
                    say(PeerJson.object().put("type", "stage").put("stage", "run"));
                }
            }
            case Event.Written(long _, StepName _, var stream, long _, byte[] bytes) ->
                say(PeerJson.object()
                        .put("type", "data")
                        .put("stream", stream.name().toLowerCase(Locale.ROOT))
                        .put("data", new String(bytes, StandardCharsets.UTF_8)));
            case Event.Ended _ -> ended(live.now().outcome().orElseThrow());
        }
    }

    /** That a build has succeeded is known by what comes after it. */
    private void compiled(Live live) throws IOException, InterruptedException {
        if (live.plan().build().isPresent()) {
            say(PeerJson.object()
                    .put("type", "exit")
                    .put("stage", "compile")
                    .put("code", 0)
                    .putNull("signal"));
        }
    }

    private void ended(Outcome outcome) throws IOException, InterruptedException {
        if (outcome.verdict() == Verdict.FAULTED) {
            error(OUR_FAILURE);
            return;
        }
        boolean ran = outcome.run().isPresent();
        ObjectNode exit = PeerJson.object().put("type", "exit").put("stage", ran ? "run" : "compile");
        Optional<CellReport> report = outcome.run().or(outcome::build).map(StepResult::report);
        if (report.isPresent() && report.get().signal() == 0) {
            exit.put("code", report.get().exitCode()).putNull("signal");
        } else {
            exit.putNull("code")
                    .put(
                            "signal",
                            report.map(each -> Signal.nameOf(each.signal())).orElse(Signal.SIGKILL.name()));
        }
        say(exit);
        end(Close.COMPLETED);
    }

    private void error(String message) throws IOException, InterruptedException {
        say(PeerJson.object().put("type", "error").put("message", message));
        end(Close.ERROR);
    }

    private void say(JsonNode message) throws IOException, InterruptedException {
        line.say(message.toString());
    }

    private void end(Close close) {
        line.end(close.code, close.words);
    }

    private static String type(ObjectNode message) {
        return PeerJson.scalar(message, "type").orElse("");
    }

    private static void end(Thread telling) {
        telling.interrupt();
        try {
            telling.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
