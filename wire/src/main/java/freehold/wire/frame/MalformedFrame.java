package freehold.wire.frame;

import java.io.IOException;

/** A frame that the other side should not have sent. The conversation cannot go on. */
public final class MalformedFrame extends IOException {
    private static final long serialVersionUID = 1;

    public MalformedFrame(String message) {
        super(message);
    }
}
