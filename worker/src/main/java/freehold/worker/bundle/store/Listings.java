package freehold.worker.bundle.store;

import freehold.quantity.Digest;
import freehold.worker.bundle.tree.Listing;
import freehold.worker.bundle.tree.Node;
import freehold.worker.bundle.tree.Tree;
import freehold.worker.bundle.tree.TreeFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** What inputs unpack to, so that a package which ten languages share is unpacked once. Only a memory: all of it can be deleted. */
public final class Listings {
    /** Goes into each key; raise it when unpacking changes. */
    private static final String FORM = "unpacked 1 ";

    private final StorePaths paths;
    private final ContentStore files;

    public Listings(StorePaths paths, ContentStore files) {
        this.paths = paths;
        this.files = files;
    }

    /** What was remembered, if the store still has all its files. */
    public Optional<Tree> find(String key) throws IOException {
        Path place = place(key);
        if (!Files.isRegularFile(place)) {
            return Optional.empty();
        }
        Tree tree;
        try {
            tree = Listing.read(Files.readString(place));
        } catch (TreeFault e) {
            return Optional.empty();
        }
        boolean whole =
                tree.nodes().values().stream().noneMatch(node -> node instanceof Node.File file && !files.has(file));
        return whole ? Optional.of(tree) : Optional.empty();
    }

    /** Remembers what an input unpacks to. Call it when the files have reached the disk. */
    public void keep(String key, Tree tree) throws IOException {
        Path place = place(key);
        StorePaths.made(place.resolveSibling("."));
        Path partial = paths.partial();
        Files.writeString(partial, Listing.of(tree));
        Files.move(partial, place, StandardCopyOption.ATOMIC_MOVE);
    }

    private Path place(String key) {
        Digest digest = Listing.digest(FORM + key);
        return paths.listing(digest);
    }
}
