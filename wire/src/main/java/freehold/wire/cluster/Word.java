package freehold.wire.cluster;

import freehold.execution.StepName;
import freehold.execution.WorkerIdentity;
import freehold.wire.link.Hearing;
import freehold.wire.link.Stream;

/** What a worker says to a control of one assignment. */
sealed interface Word {
    long number();

    /** It was never begun. */
    record Declined(long number, Decline why) implements Word {}

    /** It was begun and will not be ended. */
    record Lost(long number) implements Word {}

    record Taken(long number, WorkerIdentity by) implements Word {}

    record Started(long number, StepName step) implements Word {}

    /** What became of something that was said to its program. */
    record Heard(long number, long said, Hearing hearing) implements Word {}

    @SuppressWarnings("ArrayRecordComponent") // passed on once, compared by nobody
    record Wrote(long number, StepName step, Stream stream, long offset, byte[] bytes) implements Word {}

    /** A part of the outcome; with the last one it is finished. Answered, and sent again until it is. */
    @SuppressWarnings("ArrayRecordComponent") // passed on once, compared by nobody
    record Finished(long number, long total, long offset, byte[] part) implements Word {}

    /** Asks for more of the plan. Answered by bytes; by none if the assignment counts no more. */
    record More(long number, long offset) implements Word {}

    default byte[] message() {
        return switch (this) {
            case Declined(long number, Decline why) ->
                why.write(new Writing().number(1).number(number)).done();
            case Lost(long number) -> new Writing().number(2).number(number).done();
            case Started(long number, var step) ->
                new Writing().number(3).number(number).name(step).done();
            case Heard(long number, long said, var hearing) ->
                new Writing()
                        .number(8)
                        .number(number)
                        .number(said)
                        .name(hearing)
                        .done();
            case Wrote(long number, var step, var stream, long offset, byte[] bytes) ->
                new Writing()
                        .number(4)
                        .number(number)
                        .name(step)
                        .name(stream)
                        .number(offset)
                        .bytes(bytes)
                        .done();
            case Finished(long number, long total, long offset, byte[] part) ->
                new Writing()
                        .number(5)
                        .number(number)
                        .number(total)
                        .number(offset)
                        .bytes(part)
                        .done();
            case Taken(long number, WorkerIdentity(String id, String kernel, String processor)) ->
                new Writing()
                        .number(7)
                        .number(number)
                        .text(id)
                        .text(kernel)
                        .text(processor)
                        .done();
            case More(long number, long offset) ->
                new Writing().number(6).number(number).number(offset).done();
        };
    }

    static Word read(byte[] message) throws Malformed {
        return Reading.whole(message, in -> switch (in.small()) {
            case 1 -> new Declined(in.number(), Decline.read(in));
            case 2 -> new Lost(in.number());
            case 3 -> new Started(in.number(), in.name(StepName.class));
            case 4 -> new Wrote(in.number(), in.name(StepName.class), in.name(Stream.class), in.number(), in.bytes());
            case 5 -> new Finished(in.number(), in.number(), in.number(), in.bytes());
            case 6 -> new More(in.number(), in.number());
            case 7 -> new Taken(in.number(), new WorkerIdentity(in.text(), in.text(), in.text()));
            case 8 -> new Heard(in.number(), in.number(), in.name(Hearing.class));
            default -> throw new IllegalArgumentException("no such word");
        });
    }
}
