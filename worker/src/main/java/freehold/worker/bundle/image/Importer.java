package freehold.worker.bundle.image;

import freehold.quantity.Digest;
import freehold.wire.bundle.LockCodec;
import freehold.wire.bundle.LockFault;
import freehold.wire.bundle.LockFile;
import freehold.wire.oci.ImageFault;
import freehold.worker.bundle.archive.HostileArchive;
import freehold.worker.bundle.archive.TarUnpacker;
import freehold.worker.bundle.store.BundleStore;
import freehold.worker.bundle.store.ContentStore;
import freehold.worker.bundle.store.InstalledBundle;
import freehold.worker.bundle.store.StoreLock;
import freehold.worker.bundle.store.StorePaths;
import freehold.worker.bundle.tree.Listing;
import freehold.worker.bundle.tree.Tree;
import freehold.worker.folder.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Installs bundles and images from files. Needs no network and asks nobody. */
public final class Importer {
    private final StorePaths paths;
    private final BundleStore bundles;
    private final TarUnpacker unpacker;
    private final LockCodec locks = new LockCodec();

    public Importer(StorePaths paths, BundleStore bundles) {
        this.paths = paths;
        this.bundles = bundles;
        this.unpacker = new TarUnpacker(new ContentStore(paths));
    }

    /**
     * A bundle that came with its pack.
     *
     * @param pack text of its {@code pack.yaml}, if the exporter gave it
     */
    public record Imported(InstalledBundle bundle, Optional<String> pack) {}

    /**
     * Installs all bundles that {@link Exporter} wrote into an archive.
     *
     * @throws IOException if a digest does not agree, or an image of the archive is no bundle; bundles before it are installed
     */
    public List<Imported> importBundles(Path source) throws IOException {
        return with(source, files -> {
            List<Imported> imported = new ArrayList<>();
            for (Image image : Image.all(files)) {
                imported.add(bundle(image));
            }
            return imported;
        });
    }

    /**
     * Installs a container image as a bundle. Of several images in one file it must be the only one for this platform.
     *
     * @param lock names the bundle and its variables; it has no packages
     */
    public InstalledBundle importImage(Path source, LockFile lock) throws IOException {
        return with(source, files -> {
            List<Image> images = Image.all(files);
            if (images.size() != 1) {
                throw new IOException("the file holds " + images.size() + " images for linux/amd64; one is needed");
            }
            return bundles.add(tree(images.getFirst()), lock);
        });
    }

    private interface Work<T> {
        T on(ImageFiles files) throws IOException;
    }

    private <T> T with(Path source, Work<T> work) throws IOException {
        try (StoreLock _ = StoreLock.take(paths)) {
            Path directory = paths.partial();
            Files.createDirectory(directory);
            try {
                return work.on(ImageFiles.open(source, directory));
            } catch (ImageFault e) {
                throw new HostileArchive(String.valueOf(e.getMessage()), e);
            } finally {
                FolderTree.delete(directory);
            }
        }
    }

    private Imported bundle(Image image) throws IOException {
        String text = image.annotations().get(Annotations.LOCK);
        if (text == null) {
            throw new HostileArchive("an image without a lockfile: import it as a foreign image, with a name for it");
        }
        LockFile lock;
        try {
            lock = locks.read("the image's lockfile", text);
        } catch (LockFault e) {
            throw new HostileArchive(String.valueOf(e.getMessage()), e);
        }
        Tree tree = tree(image);
        Digest found = Listing.digest(tree);
        if (!lock.tree().equals(Optional.of(found))) {
            throw new HostileArchive("the image's lockfile promises another tree than its layers make, " + found);
        }
        return new Imported(
                bundles.add(tree, lock), Optional.ofNullable(image.annotations().get(Annotations.PACK)));
    }

    private Tree tree(Image image) throws IOException {
        Tree tree = new Tree();
        for (ImageLayer layer : image.layers()) {
            layer.applyTo(tree, unpacker);
        }
        return tree;
    }
}
