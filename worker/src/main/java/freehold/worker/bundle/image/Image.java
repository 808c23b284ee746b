package freehold.worker.bundle.image;

import freehold.quantity.Digest;
import freehold.wire.oci.Descriptor;
import freehold.wire.oci.DockerImage;
import freehold.wire.oci.ImageCodec;
import freehold.wire.oci.Manifest;
import freehold.worker.bundle.archive.HostileArchive;
import freehold.worker.bundle.store.Hashing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One image whose parts have all been found, and whose documents have the digests by which they were named.
 *
 * @param layers the lowest first
 * @param annotations of the manifest
 */
record Image(List<ImageLayer> layers, SortedMap<String, String> annotations) {
    /** Nested deeper than this no tool writes an index. */
    private static final int NESTED_MAX = 4;

    private static final ImageCodec CODEC = new ImageCodec();

    Image {
        layers = List.copyOf(layers);
        annotations = new TreeMap<>(annotations);
    }

    /** All images for this platform, at least one. */
    static List<Image> all(ImageFiles files) throws IOException {
        List<Image> images = new ArrayList<>();
        if (files.has("index.json")) {
            for (Descriptor each : CODEC.readIndex(files.document("index.json"))) {
                add(files, each, images, NESTED_MAX);
            }
        } else if (files.has("manifest.json")) {
            for (DockerImage each : CODEC.readDockerManifest(files.document("manifest.json"))) {
                images.add(docker(files, each));
            }
        } else {
            throw new HostileArchive("neither an OCI image layout (index.json) nor a docker archive (manifest.json)");
        }
        if (images.isEmpty()) {
            throw new HostileArchive("the file holds no image for linux/amd64");
        }
        return images;
    }

    private static void add(ImageFiles files, Descriptor descriptor, List<Image> images, int depth) throws IOException {
        boolean ours = descriptor.platform().isEmpty() || descriptor.platform().equals("linux/amd64");
        if (!ours) {
            return;
        }
        byte[] document = document(files, descriptor);
        if (!descriptor.isIndex()) {
            images.add(oci(files, CODEC.readManifest(document)));
            return;
        }
        if (depth == 0) {
            throw new HostileArchive("an index inside too many others");
        }
        for (Descriptor each : CODEC.readIndex(document)) {
            add(files, each, images, depth - 1);
        }
    }

    private static Image oci(ImageFiles files, Manifest manifest) throws IOException {
        List<Digest> diffIds = CODEC.readDiffIds(document(files, manifest.config()));
        requireSame(diffIds.size(), manifest.layers().size());
        List<ImageLayer> layers = new ArrayList<>();
        for (int i = 0; i < diffIds.size(); i++) {
            Descriptor layer = manifest.layers().get(i);
            Path blob = files.require(blob(layer.digest()));
            if (Files.size(blob) != layer.size()
                    || !Hashing.hex(blob).equals(layer.digest().hex())) {
                throw new HostileArchive("the layer " + layer.digest() + " is not what its name says");
            }
            layers.add(new ImageLayer(blob, diffIds.get(i)));
        }
        return new Image(layers, manifest.annotations());
    }

    private static Image docker(ImageFiles files, DockerImage image) throws IOException {
        List<Digest> diffIds = CODEC.readDiffIds(files.document(image.config()));
        requireSame(diffIds.size(), image.layers().size());
        List<ImageLayer> layers = new ArrayList<>();
        for (int i = 0; i < diffIds.size(); i++) {
            layers.add(new ImageLayer(files.require(image.layers().get(i)), diffIds.get(i)));
        }
        String tag = image.tags().isEmpty() ? "" : image.tags().getFirst();
        return new Image(layers, new TreeMap<>(Map.of(Annotations.REFERENCE, tag)));
    }

    private static byte[] document(ImageFiles files, Descriptor descriptor) throws IOException {
        String name = blob(descriptor.digest());
        Path file = files.require(name);
        byte[] content = files.document(name);
        if (content.length != descriptor.size()
                || !Hashing.hex(file).equals(descriptor.digest().hex())) {
            throw new HostileArchive("the document " + descriptor.digest() + " is not what its name says");
        }
        return content;
    }

    private static String blob(Digest digest) {
        return "blobs/sha256/" + digest.hex();
    }

    private static void requireSame(int diffIds, int layers) throws HostileArchive {
        if (diffIds != layers) {
            throw new HostileArchive("an image with " + layers + " layers and digests of " + diffIds);
        }
    }
}
