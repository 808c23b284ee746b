package freehold.wire.oci;

import freehold.quantity.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes the documents of images. Written documents have their keys in a fixed order, so equal content is equal bytes. */
public final class ImageCodec {
    private static final int SCHEMA_VERSION = 2;

    private final JsonMapper mapper = JsonMapper.builder().build();

    /** The {@code manifests} of an index. */
    public List<Descriptor> readIndex(byte[] json) {
        return list(object(json), "manifests", this::descriptor);
    }

    public Manifest readManifest(byte[] json) {
        JsonNode node = object(json);
        return new Manifest(descriptor(node.path("config")), list(node, "layers", this::descriptor), annotations(node));
    }

    /** Digests of the uncompressed layers, the lowest first, from an image's configuration. */
    public List<Digest> readDiffIds(byte[] json) {
        return list(object(json).path("rootfs"), "diff_ids", each -> digest(each));
    }

    /** The images of a docker archive. */
    public List<DockerImage> readDockerManifest(byte[] json) {
        JsonNode node = parse(json);
        if (!node.isArray()) {
            throw new ImageFault("manifest.json is not a list");
        }
        List<DockerImage> images = new ArrayList<>();
        node.forEach(each -> images.add(new DockerImage(
                text(each, "Config"),
                list(each, "Layers", JsonNode::asString),
                each.path("RepoTags").isArray() ? list(each, "RepoTags", JsonNode::asString) : List.of())));
        return images;
    }

    public byte[] writeLayout() {
        return "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8);
    }

    public byte[] writeIndex(List<Descriptor> manifests) {
        ObjectNode index = mapper.createObjectNode();
        index.put("schemaVersion", SCHEMA_VERSION);
        index.put("mediaType", "application/vnd.oci.image.index.v1+json");
        ArrayNode all = index.putArray("manifests");
        manifests.forEach(each -> all.add(node(each)));
        return bytes(index);
    }

    public byte[] writeManifest(Manifest manifest) {
        ObjectNode node = mapper.createObjectNode();
        node.put("schemaVersion", SCHEMA_VERSION);
        node.put("mediaType", Descriptor.MANIFEST);
        node.set("config", node(manifest.config()));
        ArrayNode layers = node.putArray("layers");
        manifest.layers().forEach(each -> layers.add(node(each)));
        put(node, manifest.annotations());
        return bytes(node);
    }

    /** A configuration that says nothing but the platform and the layers. */
    public byte[] writeConfig(List<Digest> diffIds) {
        ObjectNode node = mapper.createObjectNode();
        node.put("architecture", "amd64");
        node.put("os", "linux");
        node.putObject("config");
        ObjectNode rootfs = node.putObject("rootfs");
        rootfs.put("type", "layers");
        ArrayNode ids = rootfs.putArray("diff_ids");
        diffIds.forEach(each -> ids.add(each.toString()));
        return bytes(node);
    }

    private ObjectNode node(Descriptor descriptor) {
        ObjectNode node = mapper.createObjectNode();
        node.put("mediaType", descriptor.mediaType());
        node.put("digest", descriptor.digest().toString());
        node.put("size", descriptor.size());
        if (!descriptor.platform().isEmpty()) {
            String[] parts = descriptor.platform().split("/");
            node.putObject("platform").put("architecture", parts[1]).put("os", parts[0]);
        }
        put(node, descriptor.annotations());
        return node;
    }

    private static void put(ObjectNode node, Map<String, String> annotations) {
        if (!annotations.isEmpty()) {
            ObjectNode all = node.putObject("annotations");
            annotations.forEach(all::put);
        }
    }

    private Descriptor descriptor(JsonNode node) {
        JsonNode size = node.path("size");
        if (!size.isIntegralNumber() || !size.canConvertToLong() || size.asLong() < 0) {
            throw new ImageFault("a descriptor without a size");
        }
        JsonNode platform = node.path("platform");
        String name = platform.isObject() ? text(platform, "os") + "/" + text(platform, "architecture") : "";
        return new Descriptor(
                text(node, "mediaType"), digest(node.path("digest")), size.asLong(), name, annotations(node));
    }

    private static SortedMap<String, String> annotations(JsonNode node) {
        SortedMap<String, String> annotations = new TreeMap<>();
        JsonNode all = node.path("annotations");
        for (String name : all.propertyNames()) {
            annotations.put(name, text(all, name));
        }
        return annotations;
    }

    private static Digest digest(JsonNode node) {
        try {
            return Digest.parse(node.isString() ? node.asString() : "");
        } catch (IllegalArgumentException e) {
            throw new ImageFault("an image names a blob by something that is no sha256 digest");
        }
    }

    private static String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isString()) {
            throw new ImageFault("an image document lacks the text " + name);
        }
        return value.asString();
    }

    private static <T> List<T> list(JsonNode node, String name, Function<JsonNode, T> read) {
        JsonNode value = node.path(name);
        if (!value.isArray()) {
            throw new ImageFault("an image document lacks the list " + name);
        }
        List<T> items = new ArrayList<>();
        value.forEach(each -> items.add(read.apply(each)));
        return items;
    }

    private JsonNode object(byte[] json) {
        JsonNode node = parse(json);
        if (!node.isObject()) {
            throw new ImageFault("an image document is not a JSON object");
        }
        return node;
    }

    private JsonNode parse(byte[] json) {
        try {
            return mapper.readTree(json);
        } catch (JacksonException e) {
            throw new ImageFault("an image document is not JSON: " + e.getOriginalMessage());
        }
    }

    private byte[] bytes(JsonNode node) {
        return mapper.writeValueAsBytes(node);
    }
}
