package freehold.worker.bundle.archive;

import freehold.worker.bundle.tree.Node;
import java.io.IOException;
import java.io.InputStream;

/** Where the contents of unpacked files go: the content-addressed store. Repeating a call is safe. */
public interface FileSink {
    /**
     * Keeps a file.
     *
     * @param content read to its end, not closed
     * @return the node that names it
     */
    Node.File keep(InputStream content, Node.Access access) throws IOException;
}
