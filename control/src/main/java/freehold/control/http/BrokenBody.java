package freehold.control.http;

import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A body did not come as HTTP has it, or not to its end: the client's failure, and no other's. */
final class BrokenBody extends IOException {
    private static final long serialVersionUID = 1;

    BrokenBody(IOException cause) {
        super(cause);
    }

    /** Whether it came too slowly, or not at all for too long; else it was not what HTTP has. */
    boolean isSlow() {
        for (@Nullable Throwable each = getCause(); each != null; each = each.getCause()) {
            if (each instanceof TimeoutException) {
                return true;
            }
        }
        return false;
    }
}
