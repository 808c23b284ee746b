package freehold.wire.cluster;

import freehold.cell.Signal;
import freehold.cell.TerminalSize;
import freehold.wire.link.Hearing;
import freehold.wire.link.Speech;

/** What is said to a program, and what became of it, as parts of messages. */
public final class SpeechCodec {
    private SpeechCodec() {}

    public static Writing write(Writing out, Speech speech) {
        return switch (speech) {
            case Speech.Input(byte[] bytes) -> out.number(1).bytes(bytes);
            case Speech.InputEnd() -> out.number(2);
            case Speech.Signalled(Signal signal) -> out.number(3).name(signal);
            case Speech.Resized(TerminalSize(int rows, int columns)) ->
                out.number(4).number(rows).number(columns);
        };
    }

    public static Speech read(Reading in) {
        return switch (in.small()) {
            case 1 -> new Speech.Input(in.bytes());
            case 2 -> new Speech.InputEnd();
            case 3 -> new Speech.Signalled(in.name(Signal.class));
            case 4 -> new Speech.Resized(new TerminalSize(in.small(), in.small()));
            default -> throw new IllegalArgumentException("no such speech");
        };
    }

    public static byte[] bytes(Hearing hearing) {
        return new Writing().name(hearing).done();
    }

    public static Hearing hearing(byte[] message) throws Malformed {
        return Reading.whole(message, in -> in.name(Hearing.class));
    }
}
