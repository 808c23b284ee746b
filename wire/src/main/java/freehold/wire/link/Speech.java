package freehold.wire.link;

import freehold.cell.Signal;
import freehold.cell.TerminalSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is said to a program while it runs. */
public sealed interface Speech {
    /** Of what is longer, {@linkplain Input#pieces several} are made. */
    int INPUT_MAX = 64 << 10;

    /** For standard input, at most {@link #INPUT_MAX} bytes. The array is not changed afterwards. */
    @SuppressWarnings("ArrayRecordComponent") // passed on once, compared by nobody
    record Input(byte[] bytes) implements Speech {
        public Input {
            if (bytes.length > INPUT_MAX) {
                throw new IllegalArgumentException("at most " + INPUT_MAX + " bytes: " + bytes.length);
            }
        }

        /** All of it, in its order; of no bytes none. */
        public static List<Input> pieces(byte[] bytes) {
            List<Input> pieces = new ArrayList<>();
            for (int at = 0; at < bytes.length; at += INPUT_MAX) {
                pieces.add(new Input(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + INPUT_MAX))));
            }
            return List.copyOf(pieces);
        }
    }

    /** Standard input has come to its end; on a terminal its end-of-file character is typed, and more may follow. */
    record InputEnd() implements Speech {}

    /** One of {@link Signal#sendable}. Overtakes input that waits. */
    record Signalled(Signal signal) implements Speech {
        public Signalled {
            if (!signal.isSendable()) {
                throw new IllegalArgumentException("not sent to programs: " + signal);
            }
        }
    }

    /** The terminal has this size now. Overtakes input that waits. */
    record Resized(TerminalSize size) implements Speech {}
}
