package freehold.worker.bundle.store;

import freehold.quantity.Digest;
import freehold.worker.bundle.archive.FileSink;
import freehold.worker.bundle.tree.Node;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Contents of unpacked files, each once. A file of the store is never written after it has its name. */
public final class ContentStore implements FileSink {
    private final StorePaths paths;

    public ContentStore(StorePaths paths) {
        this.paths = paths;
    }

    @Override
    public Node.File keep(InputStream content, Node.Access access) throws IOException {
        Path partial = paths.partial();
        try {
            Hashing hashing = new Hashing(content);
            long size;
            try (OutputStream sink = Files.newOutputStream(partial, StandardOpenOption.CREATE_NEW)) {
                size = hashing.transferTo(sink);
            }
            Node.File file = new Node.File(new Digest(hashing.hex()), size, access);
            Path place = paths.file(file);
            if (!Files.exists(place)) {
                Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString(mode(access)));
                Files.setLastModifiedTime(partial, StorePaths.EPOCH);
                StorePaths.made(place.resolveSibling("."));
                Files.move(partial, place, StandardCopyOption.ATOMIC_MOVE);
            }
            return file;
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** The file's place in the store, whether it is there or not. */
    Path path(Node.File file) {
        return paths.file(file);
    }

    /** Whether the store has the file, by its name alone. */
    boolean has(Node.File file) {
        return Files.exists(paths.file(file));
    }

    /** The content; whoever reads it should compare its hash. */
    public InputStream open(Node.File file) throws IOException {
        return Files.newInputStream(paths.file(file));
    }

    static String mode(Node.Access access) {
        return switch (access) {
            case READABLE -> "rw-r--r--";
            case EXECUTABLE -> "rwxr-xr-x";
        };
    }
}
