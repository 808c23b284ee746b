package freehold.worker.bundle;

import freehold.wire.bundle.LockFile;
import freehold.wire.bundle.LockedPackage;
import freehold.wire.bundle.PackageKind;
import freehold.worker.bundle.client.PackageClient;
import freehold.worker.bundle.client.Resolved;
import freehold.worker.bundle.store.InputStore;
import freehold.worker.bundle.store.StoreLock;
import freehold.worker.bundle.store.StorePaths;
import freehold.worker.folder.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds the exact packages that a lock's wants mean today. What had to be fetched for it is kept in the store. */
public final class Locker {
    private final StorePaths paths;
    private final InputStore inputs;
    private final Map<PackageKind, PackageClient> clients;

    public Locker(StorePaths paths, Map<PackageKind, PackageClient> clients) {
        this.paths = paths;
        this.inputs = new InputStore(paths);
        this.clients = Map.copyOf(clients);
    }

    /**
     * A fresh lock with the same wants and fixes. If no package changed it is the old one, seal and all.
     *
     * @throws IOException with the client's words, if something wanted does not exist or cannot be reached
     */
    public LockFile lock(LockFile old) throws IOException {
        try (StoreLock _ = StoreLock.take(paths)) {
            Path work = paths.partial();
            Files.createDirectory(work);
            try {
                List<LockedPackage> packages = new ArrayList<>();
                for (PackageKind kind : PackageKind.values()) {
                    packages.addAll(resolve(old, kind, work));
                }
                LockFile fresh = old.withPackages(packages);
                return fresh.packages().equals(old.packages()) ? old : fresh;
            } finally {
                FolderTree.delete(work);
            }
        }
    }

    private List<LockedPackage> resolve(LockFile old, PackageKind kind, Path work) throws IOException {
        PackageClient client = clients.get(kind);
        if (client == null) {
            return List.of();
        }
        Path own = Files.createDirectory(work.resolve(kind.word()));
        List<LockedPackage> packages = new ArrayList<>();
        for (Resolved each : client.resolve(old, own)) {
            if (each.file().isPresent()) {
                inputs.adopt(each.file().get());
            }
            packages.add(each.locked());
        }
        return packages;
    }
}
