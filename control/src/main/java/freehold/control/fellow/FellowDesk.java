package freehold.control.fellow;

import freehold.control.execution.Event;
import freehold.control.execution.EventReader;
import freehold.control.execution.Executions;
import freehold.control.execution.Fellows;
import freehold.control.execution.Live;
import freehold.execution.Execution;
import freehold.wire.bus.Bus;
import freehold.wire.cluster.Malformed;
import freehold.wire.cluster.SpeechCodec;
import freehold.wire.cluster.Subjects;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers other controls about what lives here; an empty answer where nothing does. */
public final class FellowDesk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FellowDesk.class);
    private static final byte[] NOT_HERE = {};
    private static final byte[] DONE = {1};
    private static final Duration PATIENCE_MAX = Duration.ofSeconds(10);
    private static final int BYTES_MAX = 512 << 10;
    private static final int EVENTS_MAX = 1_000;

    private final Executions executions;
    private final Bus.Ear ear;

    public FellowDesk(Bus bus, String control, Executions executions) {
        this.executions = executions;
        this.ear = bus.share(Subjects.fellow(control), control, this::answer);
    }

    private Optional<byte[]> answer(byte[] message) {
        try {
            Question question = Question.read(message);
            Optional<Live> live = executions.live(question.tenant(), question.execution());
            if (live.isEmpty()) {
                return Optional.of(NOT_HERE);
            }
            return Optional.of(
                    switch (question) {
                        case Question.Cancel _ -> {
                            executions.cancel(live.get());
                            yield DONE;
                        }
                        case Question.Say(var _, var _, long number, var speech) ->
                            SpeechCodec.bytes(live.get().say(number, speech));
                        case Question.Look look -> SightCodec.bytes(look(live.get(), look));
                    });
        } catch (Malformed wrong) {
            LOG.warn("A control asked what is no question: {}", wrong.getMessage());
            return Optional.of(NOT_HERE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.of(NOT_HERE);
        }
    }

    /** All events that are there, or the first that comes. */
    private static Fellows.Sight look(Live live, Question.Look look) throws InterruptedException {
        EventReader reader = live.log().readAfter(look.after());
        Duration patience = look.patience().compareTo(PATIENCE_MAX) < 0 ? look.patience() : PATIENCE_MAX;
        List<Event> events = new ArrayList<>();
        int bytes = 0;
        Optional<Event> next = reader.next(patience);
        while (next.isPresent()) {
            events.add(next.get());
            bytes += next.get() instanceof Event.Written written ? written.bytes().length : 0;
            next = bytes < BYTES_MAX && events.size() < EVENTS_MAX ? reader.next(Duration.ZERO) : Optional.empty();
        }
        Execution now = live.now();
        return new Fellows.Sight(now.state(), now.startedAt(), events);
    }

    @Override
    public void close() {
        ear.close();
    }
}
