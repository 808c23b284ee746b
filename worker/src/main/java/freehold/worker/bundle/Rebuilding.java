package freehold.worker.bundle;

import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.wire.bundle.LockFile;
import freehold.wire.bundle.PackageKind;
import freehold.worker.bundle.client.KeptPackages;
import freehold.worker.bundle.client.PackageClient;
import freehold.worker.bundle.store.BundleStore;
import freehold.worker.bundle.store.InputStore;
import freehold.worker.bundle.store.InstalledBundle;
import freehold.worker.bundle.store.StorePaths;
import freehold.worker.folder.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Builds a bundle in stores that know nothing of each other, to see whether it comes out the same. */
public final class Rebuilding {
    private final StorePaths site;
    private final Map<PackageKind, PackageClient> clients;

    /**
     * Prepares to build.
     *
     * @param site has packages that need not be fetched again, and room for what is built; nothing of it changes
     */
    public Rebuilding(StorePaths site, Map<PackageKind, PackageClient> clients) {
        this.site = site;
        this.clients = KeptPackages.before(clients, new InputStore(site));
    }

    /**
     * What came of it.
     *
     * @param first digest of the tree that was built first
     * @param second of the other
     * @param files of the tree, as a cell sees them
     * @param disk what they take, each file once
     */
    public record Result(LockFile lock, Digest first, Digest second, Bytes files, Bytes disk) {
        /** Whether both are what the lock is sealed with. */
        public boolean isSame() {
            return first.equals(second) && lock.tree().map(first::equals).orElse(true);
        }
    }

    /** Builds it twice; nothing of that is left. */
    public Result twice(LockFile lock, Progress progress) throws IOException {
        Path first = Files.createDirectories(site.partialBuild());
        Path second = Files.createDirectories(site.partialBuild());
        try {
            InstalledBundle one = build(lock, first, progress);
            InstalledBundle other = build(lock, second, progress);
            return new Result(lock, one.digest(), other.digest(), one.size(), disk(one.tree()));
        } finally {
            FolderTree.delete(first);
            FolderTree.delete(second);
        }
    }

    /** Without its seal, so that a tree that differs is made all the same, and told. */
    private InstalledBundle build(LockFile lock, Path state, Progress progress) throws IOException {
        StorePaths paths = new StorePaths(state);
        return new Installer(paths, new BundleStore(paths), clients)
                .install(lock.withPackages(lock.packages()), progress);
    }

    private static Bytes disk(Path tree) throws IOException {
        Set<Object> seen = new HashSet<>();
        long bytes = 0;
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                if (!Files.isSymbolicLink(each) && seen.add(Files.getAttribute(each, "unix:ino"))) {
                    bytes += Files.size(each);
                }
            }
        }
        return new Bytes(bytes);
    }
}
