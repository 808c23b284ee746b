package freehold.control.backup;

import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The record as a file that stands still. */
public interface Snapshot {
    /** Content that the record refers to. */
    record Use(TenantId tenant, Digest digest) {}

    /**
     * Copies the record as it is at one moment, also while a server writes to it.
     *
     * @param into a file that is not there yet
     * @throws IOException if it cannot be read or written
     */
    void take(Path record, Path into) throws IOException;

    /** Content that a snapshot refers to, each once. */
    List<Use> uses(Path snapshot) throws IOException;

    /** Takes out what refers to content that was erased since the snapshot was taken, for then that was erased too. */
    void forget(Path snapshot, List<Use> gone) throws IOException;

    /**
     * Looks at the whole of a snapshot.
     *
     * @throws IOException with a sentence for people, if it is damaged or was made by a newer Freehold
     */
    void check(Path snapshot) throws IOException;
}
