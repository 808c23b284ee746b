package freehold.control.http;

import freehold.control.exchange.Line;
import freehold.control.exchange.Presence;
import freehold.control.execution.Event;
import freehold.control.execution.EventReader;
import freehold.control.execution.EventSource;
import freehold.control.execution.Executions;
import freehold.control.execution.Voice;
import freehold.control.tenancy.Caller;
import freehold.control.tenancy.Right;
import freehold.execution.Execution;
import freehold.execution.ExecutionId;
import freehold.refusal.Conflict;
import freehold.refusal.Forbidden;
import freehold.refusal.Invalid;
import freehold.refusal.NotFound;
import freehold.refusal.Refusal;
import freehold.wire.api.EventWriter;
import freehold.wire.api.ExecutionWriter;
import freehold.wire.api.Parsed;
import freehold.wire.api.SpeechDecoder;
import freehold.wire.link.Hearing;
import freehold.wire.link.Speech;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Conversations with the program of an execution: its events go out, and what a client says comes in. Any number of clients may be
 * attached; all hear everything, and each that may run executions may speak. A message is never torn by another's.
 */
final class AttachRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(AttachRoutes.class);
    private static final Duration LOOK = Duration.ofSeconds(10);

    private final Executions executions;
    private final Sockets sockets;
    private final Room room;

    AttachRoutes(Executions executions, Sockets sockets, Room room) {
        this.executions = executions;
        this.sockets = sockets;
        this.room = room;
    }

    /** Opens a conversation, or says why not. */
    void answer(Context context, Caller caller, Parameters parameters) throws IOException {
        if (!PlainUpgrade.isOne(context.req())) {
            Replies.problem(context, Problem.notOpened());
            return;
        }
        open(context, caller, parameters).ifPresent(refusal -> Replies.refusal(context, refusal));
    }

    private Optional<Refusal> open(Context context, Caller caller, Parameters parameters) throws IOException {
        long after = parameters.eventPosition();
        Optional<ExecutionId> id = ExecutionRoutes.id(context);
        if (parameters.refusal().isPresent()) {
            return parameters.refusal();
        }
        if (id.filter(each -> executions.isThere(caller.tenant(), each)).isEmpty()) {
            return Optional.of(new NotFound(NotFound.Thing.EXECUTION));
        }
        return sockets.open(context, caller, Line.Form.TEXT, line -> hold(line, caller, id.orElseThrow(), after));
    }

    private void hold(Line line, Caller caller, ExecutionId id, long after) throws IOException, InterruptedException {
        Thread telling = Thread.ofVirtual().name("events").unstarted(() -> tell(line, caller, id, after));
        try (Voice voice = new Voice(executions, caller.tenant(), id, (speech, why) -> unheard(line, speech, why));
                Presence.Watch _ = line.watch(voice::close)) { // while it hears nothing, for the program reads nothing
            telling.start();
            while (true) {
                Optional<String> message = line.hear(LOOK);
                if (message.isPresent() && !hear(line, caller, voice, message.get())) {
                    return;
                }
            }
        } finally {
            end(telling);
        }
    }

    /** Whether to go on hearing: whoever does not speak the protocol is not listened to. */
    private boolean hear(Line line, Caller caller, Voice voice, String message) throws InterruptedException {
        switch (SpeechDecoder.decode(message)) {
            case Parsed.Declined<List<Speech>>(Invalid refusal) -> refuse(line, refusal);
            case Parsed.Declined<List<Speech>>(Refusal refusal) -> {
                refuse(line, refusal);
                line.end(StatusCode.BAD_PAYLOAD, ApiServer.words(refusal));
                return false;
            }
            case Parsed.Understood<List<Speech>>(var _)
            when !caller.may(Right.RUN) ->
                refuse(
                        line,
                        new Forbidden(
                                "This key lacks the right run, so it may watch executions and not talk to them",
                                "Attach by a key that has it"));
            case Parsed.Understood<List<Speech>>(List<Speech> said) -> {
                for (Speech each : said) {
                    voice.say(each);
                }
            }
        }
        return true;
    }

    /** That nothing more comes is no news where nothing more is taken; what is piped in ends when the program has, or a moment later. */
    private static void unheard(Line line, Speech speech, Hearing why) throws InterruptedException {
        if (!(speech instanceof Speech.InputEnd && why == Hearing.OVER)) {
            refuse(line, refusal(speech, why));
        }
    }

    private static Refusal refusal(Speech speech, Hearing why) {
        String what = switch (speech) {
            case Speech.Input _, Speech.InputEnd _ -> "input";
            case Speech.Signalled _ -> "signal";
            case Speech.Resized _ -> "size";
        };
        return why == Hearing.OVER
                ? new Conflict(
                        "The program takes no " + what + " any more: it has ended, or its input has",
                        "Submit it again to go on")
                : new Conflict("The program takes no " + what, "Submit it again with interactive, or with terminal");
    }

    /** A client that is gone does not hear of it. */
    private static void refuse(Line line, Refusal refusal) throws InterruptedException {
        try {
            line.say(EventWriter.message(
                    "refused", Optional.empty(), Problem.of(refusal).document().bytes()));
        } catch (IOException gone) {
            LOG.debug("Not told", gone);
        }
    }

    private void tell(Line line, Caller caller, ExecutionId id, long after) {
        try {
            boolean passed = room.pass(
                    caller.tenant(),
                    () -> executions.events(caller.tenant(), id),
                    found -> found.map(EventSource::replayedBytes).orElse(0L),
                    found -> follow(
                            line,
                            caller,
                            id,
                            found.orElseThrow(() -> new IOException("erased while it was attached to"))
                                    .readAfter(after)));
            if (!passed) {
                refuse(line, Room.FULL);
                line.end(StatusCode.TRY_AGAIN_LATER, ApiServer.words(Room.FULL));
                return;
            }
            line.end(StatusCode.NORMAL, "");
        } catch (IOException gone) {
            LOG.debug("A client went away", gone);
            line.end(StatusCode.SHUTDOWN, "");
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException fault) {
            if (Thread.currentThread().isInterrupted()) {
                LOG.debug("Nobody hears of {} any more", id, fault);
            } else {
                sockets.failed(line, "Events of " + id + " could not be read", fault);
            }
        }
    }

    private void follow(Line line, Caller caller, ExecutionId id, EventReader reader)
            throws IOException, InterruptedException {
        while (!reader.isAtEnd()) {
            @Nullable Event event = reader.next(LOOK).orElse(null);
            if (event == null) {
                continue;
            }
            switch (event) {
                case Event.Changed(long position, var state) ->
                    line.say(EventWriter.message("state", Optional.of(position), EventWriter.state(state)));
                case Event.Written(long position, var step, var stream, long offset, byte[] bytes) ->
                    line.say(EventWriter.message(
                            stream.name().toLowerCase(Locale.ROOT),
                            Optional.of(position),
                            EventWriter.output(step, offset, bytes)));
                case Event.Ended(long position) -> line.say(finished(caller, id, position));
            }
        }
    }

    private String finished(Caller caller, ExecutionId id, long position) throws IOException, InterruptedException {
        ByteArrayOutputStream json = new ByteArrayOutputStream(2_048);
        boolean passed = room.pass(
                caller.tenant(),
                () -> executions.find(caller.tenant(), id),
                found -> found.map(Execution::outputBytes).orElse(0L),
                found -> ExecutionWriter.write(
                        json, found.orElseThrow(() -> new IOException("erased while its events were read"))));
        if (!passed) {
            throw new IOException("no room");
        }
        return EventWriter.message("finished", Optional.of(position), json.toByteArray());
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
