package freehold.control.http;

import java.io.IOException;

/** A body did not come as HTTP has it, or not to its end: the client's failure, and no other's. */
final class BrokenBody extends IOException {
    private static final long serialVersionUID = 1;

    BrokenBody(IOException cause) {
        super(cause);
    }
}
