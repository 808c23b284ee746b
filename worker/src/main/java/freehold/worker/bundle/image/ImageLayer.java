package freehold.worker.bundle.image;

import freehold.quantity.Digest;
import freehold.worker.bundle.archive.HostileArchive;
import freehold.worker.bundle.archive.TarUnpacker;
import freehold.worker.bundle.store.Hashing;
import freehold.worker.bundle.tree.Tree;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * One layer: a tar archive, plain or compressed by gzip.
 *
 * @param diffId digest of the archive without compression
 */
record ImageLayer(Path file, Digest diffId) {
    private static final int BUFFER = 1 << 16;
    private static final int GZIP_MAGIC = 0x1f8b;
    private static final int ZSTD_MAGIC = 0x28b5;

    void applyTo(Tree tree, TarUnpacker unpacker) throws IOException {
        try (Hashing tar = new Hashing(new BufferedInputStream(uncompressed(), BUFFER))) {
            unpacker.applyLayer(tree, tar);
            if (!tar.hex().equals(diffId.hex())) {
                throw new HostileArchive("a layer unpacks to other bytes than the image says");
            }
        }
    }

    private InputStream uncompressed() throws IOException {
        InputStream file = new BufferedInputStream(Files.newInputStream(this.file), BUFFER);
        try {
            file.mark(2);
            int magic = (file.read() << 8) | file.read();
            file.reset();
            return switch (magic) {
                case GZIP_MAGIC -> new GZIPInputStream(file, BUFFER);
                case ZSTD_MAGIC ->
                    throw new HostileArchive("layers compressed by zstd are not read; export the image with gzip");
                default -> file;
            };
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }
}
