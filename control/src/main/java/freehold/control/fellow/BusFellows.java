package freehold.control.fellow;

import freehold.control.execution.Fellows;
import freehold.execution.ExecutionId;
import freehold.tenant.TenantId;
import freehold.wire.bus.Bus;
import freehold.wire.bus.NoAnswer;
import freehold.wire.cluster.Malformed;
import freehold.wire.cluster.SpeechCodec;
import freehold.wire.cluster.Subjects;
import freehold.wire.link.Hearing;
import freehold.wire.link.Speech;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks other controls over the bus. */
public final class BusFellows implements Fellows {
    private static final Logger LOG = LoggerFactory.getLogger(BusFellows.class);
    private static final Duration WAY_MAX = Duration.ofSeconds(1);

    /** It asks a worker in turn. */
    private static final Duration SAY_MAX = Duration.ofSeconds(2);

    private final Bus bus;

    public BusFellows(Bus bus) {
        this.bus = bus;
    }

    @Override
    public Optional<Sight> look(String control, TenantId tenant, ExecutionId id, long after, Duration patience)
            throws InterruptedException {
        byte[] answer = ask(control, new Question.Look(tenant, id, after, patience), patience.plus(WAY_MAX));
        try {
            return answer.length == 0 ? Optional.empty() : Optional.of(SightCodec.read(answer));
        } catch (Malformed wrong) {
            LOG.warn("A control sent what is no message: {}", wrong.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public boolean cancel(String control, TenantId tenant, ExecutionId id) throws InterruptedException {
        return ask(control, new Question.Cancel(tenant, id), WAY_MAX).length > 0;
    }

    @Override
    public Hearing say(String control, TenantId tenant, ExecutionId id, long number, Speech speech)
            throws InterruptedException {
        byte[] answer = ask(control, new Question.Say(tenant, id, number, speech), SAY_MAX);
        try {
            return answer.length == 0 ? Hearing.LATER : SpeechCodec.hearing(answer);
        } catch (Malformed wrong) {
            LOG.warn("A control sent what is no message: {}", wrong.getMessage());
            return Hearing.LATER;
        }
    }

    private byte[] ask(String control, Question question, Duration patience) throws InterruptedException {
        try {
            return bus.ask(Subjects.fellow(control), question.message(), patience);
        } catch (NoAnswer gone) {
            return new byte[0];
        }
    }
}
