package freehold.control.fellow;

import freehold.execution.ExecutionId;
import freehold.tenant.TenantId;
import freehold.wire.cluster.Malformed;
import freehold.wire.cluster.Reading;
import freehold.wire.cluster.SpeechCodec;
import freehold.wire.cluster.Writing;
import freehold.wire.link.Speech;
import java.time.Duration;

/** What one control asks another. */
sealed interface Question {
    TenantId tenant();

    ExecutionId execution();

    /** What happened behind a position; waits if nothing did. */
    record Look(TenantId tenant, ExecutionId execution, long after, Duration patience) implements Question {}

    /** End it. */
    record Cancel(TenantId tenant, ExecutionId execution) implements Question {}

    /** Say this to its program. Answered by a {@link freehold.wire.link.Hearing}. */
    record Say(TenantId tenant, ExecutionId execution, long number, Speech speech) implements Question {}

    default byte[] message() {
        return switch (this) {
            case Look(var tenant, var execution, long after, Duration patience) ->
                new Writing()
                        .number(1)
                        .text(tenant.value())
                        .text(execution.value())
                        .number(after)
                        .time(patience)
                        .done();
            case Say(var tenant, var execution, long number, var speech) ->
                SpeechCodec.write(
                                new Writing()
                                        .number(3)
                                        .text(tenant.value())
                                        .text(execution.value())
                                        .number(number),
                                speech)
                        .done();
            case Cancel(var tenant, var execution) ->
                new Writing()
                        .number(2)
                        .text(tenant.value())
                        .text(execution.value())
                        .done();
        };
    }

    static Question read(byte[] message) throws Malformed {
        return Reading.whole(message, in -> switch (in.small()) {
            case 1 -> new Look(new TenantId(in.text()), new ExecutionId(in.text()), in.number(), in.time());
            case 2 -> new Cancel(new TenantId(in.text()), new ExecutionId(in.text()));
            case 3 -> new Say(new TenantId(in.text()), new ExecutionId(in.text()), in.number(), SpeechCodec.read(in));
            default -> throw new IllegalArgumentException("no such question");
        });
    }
}
