package freehold.wire.oci;

import freehold.quantity.Digest;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Names a blob.
 *
 * @param size in bytes
 * @param platform {@code linux/amd64}, or empty where the document says none
 */
public record Descriptor(
        String mediaType, Digest digest, long size, String platform, SortedMap<String, String> annotations) {
    public static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    public static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    public static final String LAYER_GZIP = "application/vnd.oci.image.layer.v1.tar+gzip";

    public Descriptor {
        annotations = new TreeMap<>(annotations);
        if (size < 0) {
            throw new IllegalArgumentException("a blob of " + size + " bytes");
        }
    }

    public Descriptor(String mediaType, Digest digest, long size) {
        this(mediaType, digest, size, "", new TreeMap<>());
    }

    /** Whether it names a list of other images, and not one image. */
    public boolean isIndex() {
        return mediaType.endsWith(".index.v1+json") || mediaType.endsWith(".manifest.list.v2+json");
    }
}
