package freehold.worker.bundle;

import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.wire.bundle.LockFile;
import freehold.wire.bundle.LockedPackage;
import freehold.wire.bundle.PackageKind;
import freehold.worker.bundle.client.PackageClient;
import freehold.worker.bundle.store.BundleName;
import freehold.worker.bundle.store.BundleStore;
import freehold.worker.bundle.store.ContentStore;
import freehold.worker.bundle.store.InputStore;
import freehold.worker.bundle.store.InstalledBundle;
import freehold.worker.bundle.store.Listings;
import freehold.worker.bundle.store.StoreLock;
import freehold.worker.bundle.store.StorePaths;
import freehold.worker.bundle.tree.Listing;
import freehold.worker.bundle.tree.Tree;
import freehold.worker.bundle.tree.TreeFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Turns a lockfile into an installed bundle. What was interrupted goes on where it stopped when it is called again. */
public final class Installer {
    private final StorePaths paths;
    private final ContentStore files;
    private final InputStore inputStore;
    private final Inputs inputs;
    private final BundleStore bundles;
    private final Listings listings;
    private final Unpacking unpacking;
    private final Fixing fixing;

    public Installer(StorePaths paths, BundleStore bundles, Map<PackageKind, PackageClient> clients) {
        this.paths = paths;
        this.bundles = bundles;
        this.files = new ContentStore(paths);
        this.inputStore = new InputStore(paths);
        this.inputs = new Inputs(paths, inputStore, clients);
        this.listings = new Listings(paths, files);
        this.unpacking = new Unpacking(files);
        this.fixing = new Fixing(files, new Workshop(paths, files));
    }

    /**
     * What an install will need.
     *
     * @param download bytes that are not in the store yet
     * @param disk bytes below the state directory, at most, by the packages' own word
     */
    public record Needs(Bytes download, Bytes disk) {}

    public Needs needs(LockFile lock) {
        return needs(List.of(lock), inputs.missing(lock));
    }

    /** What all of these need together that are not installed yet: a package that several share counts once. */
    public Needs needs(Collection<LockFile> locks) throws IOException {
        Set<Digest> here = bundles.names().stream().map(BundleName::tree).collect(Collectors.toSet());
        List<LockFile> absent = locks.stream()
                .filter(each -> each.tree().filter(here::contains).isEmpty())
                .toList();
        return needs(
                absent,
                absent.stream().flatMap(each -> inputs.missing(each).stream()).toList());
    }

    private static Needs needs(Collection<LockFile> locks, Collection<LockedPackage> missing) {
        Map<Digest, Long> fetched = new HashMap<>();
        missing.forEach(each -> fetched.put(each.sha256(), each.size().count()));
        Map<Digest, Long> unpacked = new HashMap<>();
        locks.stream()
                .flatMap(each -> each.packages().stream())
                .forEach(each -> unpacked.put(each.sha256(), each.unpacked().count()));
        long download = fetched.values().stream().mapToLong(Long::longValue).sum();
        long disk = unpacked.values().stream().mapToLong(Long::longValue).sum();
        return new Needs(new Bytes(download), new Bytes(download + disk));
    }

    /**
     * Installs a bundle, or finds it installed.
     *
     * @throws IOException in words for the operator: no room, no network and not in the store, a hostile or damaged package, a fix that
     *     failed, or a tree that is not the one the lock was sealed with. The store is consistent in each case
     */
    public InstalledBundle install(LockFile lock, Progress progress) throws IOException {
        try (StoreLock _ = StoreLock.take(paths)) {
            if (lock.tree().isPresent()) {
                var there = bundles.addToTree(lock);
                if (there.isPresent()) {
                    return there.get();
                }
            }
            requireRoom(needs(lock));
            inputs.bring(lock, progress);
            Map<String, Tree> unpacked = new LinkedHashMap<>();
            Tree tree = fixing.apply(unpacked(lock, unpacked, progress), lock.fixes(), progress);
            Tidying.tidy(tree);
            requireSeal(lock, Listing.digest(tree));
            progress.at(Progress.Stage.SAVE, lock.bundle() + " " + lock.version(), 0, 0);
            InstalledBundle bundle = bundles.add(tree, lock);
            for (var each : unpacked.entrySet()) {
                listings.keep(each.getKey(), each.getValue());
            }
            return bundle;
        }
    }

    private Tree unpacked(LockFile lock, Map<String, Tree> fresh, Progress progress) throws IOException {
        Tree tree = new Tree();
        long all = lock.unpackedSize().count();
        long done = 0;
        for (LockedPackage each : lock.packages()) {
            progress.at(Progress.Stage.UNPACK, each.name(), done, all);
            try {
                tree.addAll(unpackOne(each, fresh));
            } catch (TreeFault e) {
                throw new IOException(each + ": " + e.getMessage(), e);
            }
            done += each.unpacked().count();
        }
        Tidying.tidy(tree);
        Furniture.put(tree, files);
        return tree;
    }

    private Tree unpackOne(LockedPackage locked, Map<String, Tree> fresh) throws IOException {
        String key = locked.kind().word() + " " + locked.name() + " " + locked.place() + " " + locked.file() + " "
                + locked.sha256();
        var known = listings.find(key);
        if (known.isPresent()) {
            return known.get();
        }
        Path file = inputStore
                .find(locked.sha256())
                .orElseThrow(() -> new IOException(locked + " was damaged in the store; install again to fetch it"));
        Tree tree = unpacking.unpack(locked, file);
        fresh.put(key, tree);
        return tree;
    }

    /** What is free where bundles are. */
    public Bytes free() throws IOException {
        return new Bytes(
                Files.getFileStore(Files.createDirectories(paths.bundles())).getUsableSpace());
    }

    private void requireRoom(Needs needs) throws IOException {
        Bytes free = free();
        if (free.count() < needs.disk().count()) {
            throw new IOException("this needs " + needs.disk() + " of disk, and " + free + " are free");
        }
    }

    private static void requireSeal(LockFile lock, Digest built) throws IOException {
        if (lock.tree().isPresent() && !lock.tree().get().equals(built)) {
            throw new IOException("the lock of " + lock.bundle() + " " + lock.version() + " promises the tree "
                    + lock.tree().get() + ", but its packages make " + built + ", which was not installed");
        }
    }
}
