package freehold.worker.bundle.archive;

import java.io.IOException;

/** An archive that is broken or means harm; nothing of it is used. */
public final class HostileArchive extends IOException {
    public HostileArchive(String message) {
        super(message);
    }

    public HostileArchive(String message, Throwable cause) {
        super(message, cause);
    }
}
