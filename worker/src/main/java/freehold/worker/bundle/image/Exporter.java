package freehold.worker.bundle.image;

import freehold.quantity.Digest;
import freehold.wire.bundle.LockText;
import freehold.wire.oci.Descriptor;
import freehold.wire.oci.ImageCodec;
import freehold.wire.oci.Manifest;
import freehold.worker.bundle.archive.TarWriter;
import freehold.worker.bundle.store.BundleStore;
import freehold.worker.bundle.store.ContentStore;
import freehold.worker.bundle.store.Hashing;
import freehold.worker.bundle.store.InstalledBundle;
import freehold.worker.bundle.store.StoreLock;
import freehold.worker.bundle.store.StorePaths;
import freehold.worker.bundle.tree.Node;
import freehold.worker.bundle.tree.Tree;
import freehold.worker.folder.FolderTree;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/**
 * Writes bundles as an OCI image layout in a tar archive, one image a bundle. Any tool that knows the layout can read it; the
 * lockfile and the pack travel as annotations of the manifest.
 */
public final class Exporter {
    /** 2026-01-01, as the files of a bundle have it. */
    private static final long EPOCH_SECONDS = 1_767_225_600L;

    private final StorePaths paths;
    private final BundleStore bundles;
    private final ContentStore files;
    private final ImageCodec codec = new ImageCodec();

    public Exporter(StorePaths paths, BundleStore bundles) {
        this.paths = paths;
        this.bundles = bundles;
        this.files = new ContentStore(paths);
    }

    /**
     * A bundle to export.
     *
     * @param pack text of its {@code pack.yaml}, so that the other machine need not have it
     */
    public record Item(InstalledBundle bundle, Optional<String> pack) {}

    /**
     * Writes an archive; what was at the target is replaced at the end, in one step.
     *
     * @param target on any file system
     * @throws IOException if a file of a bundle is no longer what its digest says, among others
     */
    public void export(List<Item> items, Path target) throws IOException {
        try (StoreLock _ = StoreLock.take(paths)) {
            exportLocked(items, target);
        }
    }

    private void exportLocked(List<Item> items, Path target) throws IOException {
        Path work = paths.partial();
        Files.createDirectory(work);
        Path partial = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".partial");
        try {
            SortedMap<Digest, Path> blobs =
                    new TreeMap<>((left, right) -> left.hex().compareTo(right.hex()));
            List<Descriptor> manifests = new ArrayList<>();
            for (Item item : items) {
                manifests.add(image(item, work, blobs));
            }
            try {
                write(partial, codec.writeIndex(manifests), blobs);
                Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(partial);
            }
        } finally {
            FolderTree.delete(work);
        }
    }

    private Descriptor image(Item item, Path work, Map<Digest, Path> blobs) throws IOException {
        var lock = item.bundle().lock();
        Path layer = Files.createTempFile(work, "layer", "");
        Digest diffId = writeLayer(bundles.tree(item.bundle().digest()), layer);
        Digest layerDigest = new Digest(Hashing.hex(layer));
        blobs.put(layerDigest, layer);
        Descriptor config = document(codec.writeConfig(List.of(diffId)), Descriptor.CONFIG, work, blobs);
        SortedMap<String, String> annotations = new TreeMap<>();
        annotations.put(Annotations.TITLE, lock.bundle());
        annotations.put(Annotations.VERSION, lock.version());
        annotations.put(Annotations.LOCK, LockText.of(lock));
        item.pack().ifPresent(pack -> annotations.put(Annotations.PACK, pack));
        Descriptor only = new Descriptor(Descriptor.LAYER_GZIP, layerDigest, Files.size(layer));
        Descriptor manifest = document(
                codec.writeManifest(new Manifest(config, List.of(only), annotations)),
                Descriptor.MANIFEST,
                work,
                blobs);
        var reference = new TreeMap<>(Map.of(Annotations.REFERENCE, lock.bundle() + ":" + lock.version()));
        return new Descriptor(Descriptor.MANIFEST, manifest.digest(), manifest.size(), "linux/amd64", reference);
    }

    private static Descriptor document(byte[] content, String mediaType, Path work, Map<Digest, Path> blobs)
            throws IOException {
        Path file = Files.write(Files.createTempFile(work, "document", ""), content);
        Digest digest = new Digest(Hashing.hex(file));
        blobs.put(digest, file);
        return new Descriptor(mediaType, digest, content.length);
    }

    /** Writes a tree as a compressed tar archive, and tells the digest of what was compressed. */
    private Digest writeLayer(Tree tree, Path layer) throws IOException {
        try (OutputStream file = Files.newOutputStream(layer);
                OutputStream gzip = new GZIPOutputStream(new BufferedOutputStream(file));
                HashingSink sink = new HashingSink(new BufferedOutputStream(gzip))) {
            TarWriter tar = new TarWriter(sink, EPOCH_SECONDS);
            for (var entry : tree.nodes().entrySet()) {
                switch (entry.getValue()) {
                    case Node.Directory _ -> tar.directory(entry.getKey());
                    case Node.Link(String target) -> tar.link(entry.getKey(), target);
                    case Node.File node -> write(tar, entry.getKey(), node);
                }
            }
            tar.finish();
            return sink.digest();
        }
    }

    private void write(TarWriter tar, String path, Node.File node) throws IOException {
        int mode = switch (node.access()) {
            case READABLE -> 0644;
            case EXECUTABLE -> 0755;
        };
        try (Hashing content = new Hashing(files.open(node))) {
            tar.file(path, mode, node.size(), content);
            if (!content.hex().equals(node.content().hex())) {
                throw new IOException("/" + path + " is damaged in the store; install the bundle again");
            }
        }
    }

    /** Into a file of its own making: where others may write, too, a file that stands there may be a link to anywhere. */
    private void write(Path fresh, byte[] index, Map<Digest, Path> blobs) throws IOException {
        OutputStream created = Files.newOutputStream(fresh, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        try (OutputStream file = new BufferedOutputStream(created)) {
            TarWriter tar = new TarWriter(file, EPOCH_SECONDS);
            tar.directory("blobs");
            tar.directory("blobs/sha256");
            for (var blob : blobs.entrySet()) {
                try (InputStream content = Files.newInputStream(blob.getValue())) {
                    tar.file("blobs/sha256/" + blob.getKey().hex(), 0644, Files.size(blob.getValue()), content);
                }
            }
            tar.file("index.json", 0644, index.length, new ByteArrayInputStream(index));
            byte[] layout = codec.writeLayout();
            tar.file("oci-layout", 0644, layout.length, new ByteArrayInputStream(layout));
            tar.finish();
        }
    }
}
