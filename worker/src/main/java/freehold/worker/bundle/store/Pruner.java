package freehold.worker.bundle.store;

import freehold.quantity.Bytes;
import freehold.wire.bundle.LockedPackage;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;

/** Deletes what no installed bundle needs. Takes the lock of the store itself. */
public final class Pruner {
    private final StorePaths paths;
    private final BundleStore bundles;

    public Pruner(StorePaths paths, BundleStore bundles) {
        this.paths = paths;
        this.bundles = bundles;
    }

    /**
     * What was deleted.
     *
     * @param files how many
     */
    public record Pruned(int files, Bytes freed) {}

    /** Deletes unpacked files that no bundle links to. Inputs stay, so that every bundle can be built again without network. */
    public Pruned pruneFiles() throws IOException {
        try (StoreLock _ = StoreLock.take(paths)) {
            return prune(paths.store().resolve("files"), file -> links(file) == 1);
        }
    }

    /** Deletes packages too that no installed bundle was built from. */
    public Pruned pruneFilesAndInputs() throws IOException {
        try (StoreLock _ = StoreLock.take(paths)) {
            Set<Path> needed = new HashSet<>();
            for (InstalledBundle bundle : bundles.installed()) {
                for (LockedPackage each : bundle.lock().packages()) {
                    needed.add(paths.input(each.sha256()));
                }
            }
            Pruned files = prune(paths.store().resolve("files"), file -> links(file) == 1);
            Pruned inputs = prune(paths.store().resolve("inputs"), file -> !needed.contains(file));
            return new Pruned(
                    files.files() + inputs.files(),
                    new Bytes(files.freed().count() + inputs.freed().count()));
        }
    }

    private interface Superfluous {
        boolean test(Path file) throws IOException;
    }

    private static Pruned prune(Path root, Superfluous superfluous) throws IOException {
        if (!Files.isDirectory(root)) {
            return new Pruned(0, Bytes.NONE);
        }
        int[] count = {0};
        long[] freed = {0};
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (superfluous.test(file)) {
                    Files.delete(file);
                    count[0]++;
                    freed[0] += attributes.size();
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return new Pruned(count[0], new Bytes(freed[0]));
    }

    private static int links(Path file) throws IOException {
        return (Integer) Files.getAttribute(file, "unix:nlink");
    }
}
