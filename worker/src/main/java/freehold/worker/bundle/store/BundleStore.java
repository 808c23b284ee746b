package freehold.worker.bundle.store;

import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.wire.bundle.LockCodec;
import freehold.wire.bundle.LockFault;
import freehold.wire.bundle.LockFile;
import freehold.wire.bundle.LockText;
import freehold.worker.bundle.tree.Listing;
import freehold.worker.bundle.tree.Node;
import freehold.worker.bundle.tree.Tree;
import freehold.worker.folder.FolderTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The installed bundles. One tree may be several bundles, for two packs can have the same packages and differ in their commands: each
 * has its own lock beside the tree. Reading needs no lock of the store; whoever adds or removes one holds the {@link StoreLock}.
 */
public final class BundleStore {
    private static final String TREE = "tree";
    private static final String LISTING = "listing";
    private static final String GONE = ".gone-";
    private static final Comparator<InstalledBundle> ORDER = Comparator.comparing(
                    (InstalledBundle each) -> each.lock().bundle())
            .thenComparing(each -> each.lock().version())
            .thenComparing(each -> each.digest().hex());

    private final StorePaths paths;
    private final ContentStore files;
    private final LockCodec codec = new LockCodec();

    public BundleStore(StorePaths paths) {
        this.paths = paths;
        this.files = new ContentStore(paths);
    }

    /** The bundles that are in force, by a look at the directories alone: of two with one name and version, the later one. */
    public List<BundleName> names() throws IOException {
        Map<String, BundleName> latest = new LinkedHashMap<>();
        for (BundleName each : latestFirst()) {
            latest.putIfAbsent(each.reference(), each);
        }
        return List.copyOf(latest.values());
    }

    /** The bundles that a later one of the same name and version has replaced. */
    public List<BundleName> superseded() throws IOException {
        List<BundleName> all = new ArrayList<>(latestFirst());
        all.removeAll(names());
        return all;
    }

    private List<BundleName> latestFirst() throws IOException {
        if (!Files.isDirectory(paths.bundles())) {
            return List.of();
        }
        Map<BundleName, FileTime> times = new HashMap<>();
        try (Stream<Path> homes = Files.list(paths.bundles())) {
            for (Path home : homes.toList()) {
                for (BundleName each : names(home)) {
                    times.put(each, Files.getLastModifiedTime(file(each)));
                }
            }
        }
        return times.entrySet().stream()
                .sorted(Map.Entry.<BundleName, FileTime>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** All bundles that are in force, sorted by name, version and digest. */
    public List<InstalledBundle> installed() throws IOException {
        List<InstalledBundle> bundles = new ArrayList<>();
        for (BundleName each : names()) {
            bundles.add(read(each));
        }
        bundles.sort(ORDER);
        return bundles;
    }

    /**
     * One bundle.
     *
     * @throws IOException if its files cannot be read, or are not what was written
     */
    public InstalledBundle read(BundleName name) throws IOException {
        Path file = file(name);
        LockFile lock;
        try {
            lock = codec.read(file.toString(), Files.readString(file));
        } catch (LockFault e) {
            throw new IOException(e.getMessage(), e);
        }
        return new InstalledBundle(name.tree(), lock, home(name.tree()).resolve(TREE), size(name.tree()));
    }

    /** What a bundle consists of, as it was recorded; {@link #check} compares that with the disk. */
    public Tree tree(Digest digest) throws IOException {
        return Listing.read(Files.readString(home(digest).resolve(LISTING)));
    }

    /**
     * Makes a bundle of files that are all in the store, unless it is there. It appears in one step and stays through a loss of
     * power.
     */
    public InstalledBundle add(Tree tree, LockFile lock) throws IOException {
        String listing = Listing.of(tree);
        LockFile sealed = lock.sealed(Listing.digest(listing));
        Optional<InstalledBundle> there = addToTree(sealed);
        if (there.isPresent()) {
            return there.get();
        }
        BundleName name = BundleName.of(sealed);
        StorePaths.made(paths.bundles());
        Path partial = paths.partial();
        Files.createDirectory(partial);
        new TreeMaker(files).link(tree, partial.resolve(TREE));
        Files.writeString(partial.resolve(LISTING), listing);
        Files.writeString(partial.resolve(name.place().getFileName()), LockText.of(sealed));
        Durable.sync(partial);
        Files.move(partial, home(name.tree()), StandardCopyOption.ATOMIC_MOVE);
        return read(name);
    }

    /** The bundle of a sealed lock whose tree is here already, perhaps for another bundle or an older lock; else nothing happens. */
    public Optional<InstalledBundle> addToTree(LockFile sealed) throws IOException {
        BundleName name = BundleName.of(sealed);
        if (!Files.isDirectory(home(name.tree()))) {
            return Optional.empty();
        }
        Path file = file(name);
        if (!Files.isRegularFile(file) || !Files.readString(file).equals(LockText.of(sealed))) {
            Path partial = paths.partial();
            Files.writeString(partial, LockText.of(sealed));
            Durable.sync(partial);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        }
        // it is the latest again, also where another tree had replaced it
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        return Optional.of(read(name));
    }

    /**
     * Removes a bundle, and its tree if it was the last of it. Files stay in the store until it is pruned. Nobody may use the tree, for
     * a cell would see it empty itself.
     */
    public void remove(BundleName bundle) throws IOException {
        Path home = home(bundle.tree());
        if (names(home).size() > 1) {
            Files.delete(file(bundle));
            return;
        }
        Path gone = paths.bundles().resolve(GONE + bundle.tree().hex());
        Files.move(home, gone, StandardCopyOption.ATOMIC_MOVE);
        FolderTree.delete(gone);
    }

    /** Reads all of a bundle from disk and tells whether it still is what its digest says. */
    public boolean check(Digest digest) throws IOException {
        Tree found = new TreeScanner(BundleStore::hashOnly).scan(home(digest).resolve(TREE));
        return Listing.digest(found).equals(digest);
    }

    private Path home(Digest tree) {
        return paths.bundles().resolve(tree.hex());
    }

    private Path file(BundleName name) {
        return paths.bundles().resolve(name.place());
    }

    private List<BundleName> names(Path home) throws IOException {
        if (!Files.isDirectory(home)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(home)) {
            return entries.map(each -> BundleName.at(paths.bundles().relativize(each)))
                    .flatMap(Optional::stream)
                    .toList();
        }
    }

    private static Node.File hashOnly(InputStream content, Node.Access access) throws IOException {
        Hashing hashing = new Hashing(content);
        long size = hashing.transferTo(OutputStream.nullOutputStream());
        return new Node.File(new Digest(hashing.hex()), size, access);
    }

    private Bytes size(Digest tree) throws IOException {
        try (Stream<String> lines = Files.lines(home(tree).resolve(LISTING))) {
            return Listing.size(lines);
        }
    }
}
