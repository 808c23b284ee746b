package freehold.wire.pack;

import freehold.quantity.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the YAML of a folder of packs means, as JSON, in files named by the digest of the text: to load the library for YAML and to read
 * two files takes 60 ms of a command's start. The build writes them beside the packs; a text that has none is read as YAML.
 */
final class TreeStore {
    private static final String FOLDER = ".trees";
    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;

    /** @param packs the folder of packs, whose owner is trusted with what they mean */
    TreeStore(Path packs) {
        this.folder = packs.resolve(FOLDER);
    }

    /** Nothing also where the file is no JSON. */
    Optional<JsonNode> find(byte[] text) throws IOException {
        try {
            return Optional.of(JSON.readTree(Files.readAllBytes(file(text))));
        } catch (NoSuchFileException | JacksonException none) {
            return Optional.empty();
        }
    }

    void keep(byte[] text, JsonNode tree) throws IOException {
        Files.createDirectories(folder);
        Files.write(file(text), JSON.writeValueAsBytes(tree));
    }

    private Path file(byte[] text) {
        return folder.resolve(Digest.of(text).hex() + ".json");
    }
}
