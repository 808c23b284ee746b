package freehold.worker.bundle.store;

import freehold.quantity.Digest;
import freehold.worker.bundle.tree.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/** Where things are below the state directory. */
public final class StorePaths {
    /** Modification time of all that is unpacked, 2026-01-01: after 1980, which zip tools want, and the same for all. */
    static final FileTime EPOCH = FileTime.fromMillis(1_767_225_600_000L);

    private final Path state;

    /** @param state Freehold's data directory, root's own where bundles are to be used by the cell daemon */
    public StorePaths(Path state) {
        this.state = state.toAbsolutePath().normalize();
    }

    public Path bundles() {
        return state.resolve("bundles");
    }

    public Path clients() {
        return state.resolve("clients");
    }

    Path store() {
        return state.resolve("store");
    }

    Path lock() {
        return store().resolve("lock");
    }

    Path input(Digest digest) {
        return fanned(store().resolve("inputs"), digest.hex());
    }

    Path listing(Digest digest) {
        return fanned(store().resolve("listings"), digest.hex());
    }

    Path file(Node.File file) {
        String suffix = switch (file.access()) {
            case READABLE -> "";
            case EXECUTABLE -> ".x";
        };
        return fanned(store().resolve("files"), file.content().hex() + suffix);
    }

    /** A path for something that is being made; nothing is there yet, and its directory is. */
    public Path partial() {
        return made(store().resolve("partial")).resolve(UUID.randomUUID().toString());
    }

    /** A path for a store that lives as long as one build. No pruning and no other process takes it for left behind. */
    public Path partialBuild() {
        return made(state.resolve("builds")).resolve(UUID.randomUUID().toString());
    }

    private static Path fanned(Path kind, String name) {
        return kind.resolve("sha256").resolve(name.substring(0, 2)).resolve(name.substring(2));
    }

    /** The same directory, with all above it. */
    static Path made(Path directory) {
        try {
            return Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
