package freehold.worker.bundle.store;

import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.Optional;

/**
 * Every package file and image blob that was ever fetched. Mirrors drop superseded versions, so what was fetched once is kept until
 * somebody prunes it.
 */
public final class InputStore {
    private final StorePaths paths;

    public InputStore(StorePaths paths) {
        this.paths = paths;
    }

    /**
     * A file by its digest. Its content is hashed again; a file that is damaged is deleted and reported as absent, so that it is
     * fetched anew.
     */
    public Optional<Path> find(Digest digest) throws IOException {
        Path place = paths.input(digest);
        if (!Files.isRegularFile(place)) {
            return Optional.empty();
        }
        if (!Hashing.hex(place).equals(digest.hex())) {
            Files.delete(place);
            return Optional.empty();
        }
        return Optional.of(place);
    }

    /** Whether a file of that name is there, without reading it. */
    public boolean has(Digest digest) {
        return Files.isRegularFile(paths.input(digest));
    }

    /** Takes a file from where a client left it. The digest is whatever the file has. */
    public Digest adopt(Path fetched) throws IOException {
        Digest digest = new Digest(Hashing.hex(fetched));
        Path place = paths.input(digest);
        StorePaths.made(place.resolveSibling("."));
        Path partial = paths.partial();
        // the client's directory may be on another file system, or belong to another user who could still write
        Files.copy(fetched, partial);
        try {
            if (!Hashing.hex(partial).equals(digest.hex())) {
                throw new IOException(fetched + " changed while it was read");
            }
            Files.move(partial, place, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(partial);
        }
        Files.delete(fetched);
        return digest;
    }

    /**
     * Takes a file that must be a certain one.
     *
     * @param integrity npm's {@code sha512-…}, or empty
     * @throws IOException if size or hash differ; the file is left where it is
     */
    public void adopt(Path fetched, Digest expected, Bytes size, String integrity) throws IOException {
        if (Files.size(fetched) != size.count() || !Hashing.hex(fetched).equals(expected.hex())) {
            throw new IOException(fetched.getFileName() + " is not the file that was locked: its size or hash differs");
        }
        if (!integrity.isEmpty() && !integrity.equals(integrity(fetched))) {
            throw new IOException(fetched.getFileName() + " is not the file that was locked: its integrity differs");
        }
        adopt(fetched);
    }

    /** The text that npm writes: {@code sha512-} and the hash in Base64. */
    public static String integrity(Path file) throws IOException {
        return "sha512-" + Base64.getEncoder().encodeToString(Hashing.sha512(file));
    }
}
