package freehold.wire.frame;

/** {@code enum frame_type} of {@code cell/frame.h}. */
final class FrameType {
    static final byte PREPARE = 1;
    static final byte PUT = 2;
    static final byte DATA = 3;
    static final byte EXEC = 4;
    static final byte INPUT = 5;
    static final byte INPUT_END = 6;
    static final byte SIGNAL = 7;
    static final byte RESIZE = 8;
    static final byte KILL = 9;
    static final byte LIST = 10;
    static final byte FETCH = 11;
    static final byte WARM = 12;
    static final byte WEIGH = 13;

    static final byte READY = 65;
    static final byte STARTED = 66;
    static final byte OUTPUT = 67;
    static final byte EXIT = 68;
    static final byte ENTRY = 69;
    static final byte FILE = 70;
    static final byte END = 71;
    static final byte REFUSED = 72;
    static final byte FAULT = 73;
    static final byte WARMED = 74;
    static final byte TAKEN = 75;

    private FrameType() {}

    static byte of(Frame frame) {
        return switch (frame) {
            case Order.Prepare _ -> PREPARE;
            case Order.Put _ -> PUT;
            case Order.Data _, Answer.Data _ -> DATA;
            case Order.Exec _ -> EXEC;
            case Order.Input _ -> INPUT;
            case Order.InputEnd _ -> INPUT_END;
            case Order.Signal _ -> SIGNAL;
            case Order.Resize _ -> RESIZE;
            case Order.Kill _ -> KILL;
            case Order.ListFiles _ -> LIST;
            case Order.Fetch _ -> FETCH;
            case Order.Warm _ -> WARM;
            case Order.Weigh _ -> WEIGH;
            case Answer.Ready _ -> READY;
            case Answer.Started _ -> STARTED;
            case Answer.Output _ -> OUTPUT;
            case Answer.Exit _ -> EXIT;
            case Answer.Entry _ -> ENTRY;
            case Answer.File _ -> FILE;
            case Answer.End _ -> END;
            case Answer.Refused _ -> REFUSED;
            case Answer.Fault _ -> FAULT;
            case Answer.Warmed _ -> WARMED;
            case Answer.Taken _ -> TAKEN;
        };
    }
}
