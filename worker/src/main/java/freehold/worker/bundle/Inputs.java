package freehold.worker.bundle;

import freehold.wire.bundle.LockFile;
import freehold.wire.bundle.LockedPackage;
import freehold.wire.bundle.PackageKind;
import freehold.worker.bundle.client.FetchFailed;
import freehold.worker.bundle.client.PackageClient;
import freehold.worker.bundle.store.InputStore;
import freehold.worker.bundle.store.StorePaths;
import freehold.worker.folder.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Brings all packages of a lock into the store: what is there stays, and only the rest is fetched. */
final class Inputs {
    /** As many packages a call of a client: few enough that an interrupted install keeps most of what it fetched. */
    private static final int BATCH = 24;

    private final StorePaths paths;
    private final InputStore store;
    private final Map<PackageKind, PackageClient> clients;

    Inputs(StorePaths paths, InputStore store, Map<PackageKind, PackageClient> clients) {
        this.paths = paths;
        this.store = store;
        this.clients = Map.copyOf(clients);
    }

    /** What is not in the store, by name of the file alone. */
    List<LockedPackage> missing(LockFile lock) {
        return lock.packages().stream()
                .filter(each -> !store.has(each.sha256()))
                .toList();
    }

    /** Fetches what is missing or damaged; all or nothing is there after, but what came stays. */
    void bring(LockFile lock, Progress progress) throws IOException {
        List<LockedPackage> missing = new ArrayList<>();
        for (LockedPackage each : lock.packages()) {
            if (store.find(each.sha256()).isEmpty()) {
                missing.add(each);
            }
        }
        long all = missing.stream().mapToLong(each -> each.size().count()).sum();
        long done = 0;
        for (PackageKind kind : PackageKind.values()) {
            List<LockedPackage> ofKind =
                    missing.stream().filter(each -> each.kind() == kind).toList();
            for (int at = 0; at < ofKind.size(); at += BATCH) {
                List<LockedPackage> batch = ofKind.subList(at, Math.min(at + BATCH, ofKind.size()));
                progress.at(Progress.Stage.FETCH, names(batch), done, all);
                fetch(lock, kind, batch);
                done += batch.stream().mapToLong(each -> each.size().count()).sum();
            }
        }
        progress.at(Progress.Stage.FETCH, "", done, all);
    }

    private void fetch(LockFile lock, PackageKind kind, List<LockedPackage> batch) throws IOException {
        Path work = paths.partial();
        Path directory = Files.createDirectories(work.resolve("files"));
        try {
            String words = ask(lock, kind, batch, directory);
            List<String> absent = new ArrayList<>();
            for (LockedPackage each : batch) {
                Path file = directory.resolve(each.file());
                if (Files.isRegularFile(file)) {
                    store.adopt(file, each.sha256(), each.size(), each.integrity());
                } else if (!store.has(each.sha256())) {
                    absent.add(each.name() + " " + each.version());
                }
            }
            if (!absent.isEmpty()) {
                throw new FetchFailed("not in the store, and the package client could not fetch it: "
                        + String.join(", ", absent) + ". " + words
                        + "\nIf the mirror no longer has this version, refresh the lock with: freehold runtime lock "
                        + lock.bundle());
            }
        } finally {
            FolderTree.delete(work);
        }
    }

    /** What the client said in failing, or nothing. Files that it brought before it failed are good all the same. */
    private String ask(LockFile lock, PackageKind kind, List<LockedPackage> batch, Path directory) throws IOException {
        PackageClient client = clients.get(kind);
        if (client == null) {
            return "This installer has no client for " + kind.word() + " packages.";
        }
        try {
            client.fetch(lock, batch, directory);
            return "";
        } catch (FetchFailed e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String names(List<LockedPackage> batch) {
        return batch.stream().map(LockedPackage::name).collect(Collectors.joining(" "));
    }
}
