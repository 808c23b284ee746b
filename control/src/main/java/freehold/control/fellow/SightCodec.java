package freehold.control.fellow;

import freehold.control.execution.Event;
import freehold.control.execution.Fellows;
import freehold.execution.State;
import freehold.execution.StepName;
import freehold.wire.cluster.Malformed;
import freehold.wire.cluster.Reading;
import freehold.wire.cluster.Writing;
import freehold.wire.link.Stream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What one control tells another of an execution. */
final class SightCodec {
    private SightCodec() {}

    static byte[] bytes(Fellows.Sight sight) {
        return new Writing()
                .name(sight.state())
                .optional(sight.startedAt(), (out, at) -> out.number(ChronoUnit.MICROS.between(Instant.EPOCH, at)))
                .list(sight.events(), SightCodec::event)
                .done();
    }

    static Fellows.Sight read(byte[] message) throws Malformed {
        return Reading.whole(
                message,
                in -> new Fellows.Sight(
                        in.name(State.class),
                        in.optional(from -> Instant.EPOCH.plus(from.number(), ChronoUnit.MICROS)),
                        in.list(SightCodec::event)));
    }

    private static void event(Writing out, Event event) {
        switch (event) {
            case Event.Changed(long position, State state) ->
                out.number(1).number(position).name(state);
            case Event.Written(long position, var step, var stream, long offset, byte[] bytes) ->
                out.number(2)
                        .number(position)
                        .name(step)
                        .name(stream)
                        .number(offset)
                        .bytes(bytes);
            case Event.Ended(long position) -> out.number(3).number(position);
        }
    }

    private static Event event(Reading in) {
        return switch (in.small()) {
            case 1 -> new Event.Changed(in.number(), in.name(State.class));
            case 2 ->
                new Event.Written(in.number(), in.name(StepName.class), in.name(Stream.class), in.number(), in.bytes());
            case 3 -> new Event.Ended(in.number());
            default -> throw new IllegalArgumentException("no such event");
        };
    }
}
