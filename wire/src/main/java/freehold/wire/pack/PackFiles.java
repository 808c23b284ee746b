package freehold.wire.pack;

import freehold.quantity.Digest;
import freehold.runtime.Pack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads the folder of packs: {@code parts.yaml}, and {@code <name>/pack.yaml} for each language. */
public final class PackFiles {
    private static final long FILE_BYTES_MAX = 256 << 10;
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Path folder;
    private final List<PackFault> faults = new ArrayList<>();

    private PackFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads all packs, in the order of their names.
     *
     * @throws PackFilesRefused if any file has a mistake, with all mistakes of all files
     * @throws UncheckedIOException if a file cannot be read
     */
    public static List<PackFile> read(Path folder) {
        try {
            return new PackFiles(folder).all();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<PackFile> all() throws IOException {
        MessageDigest parts = Digest.sha256();
        PackReader reader = new PackReader(new RecipeReader(parts(parts)));
        byte[] partsDigest = parts.digest();
        if (!faults.isEmpty()) {
            throw new PackFilesRefused(faults);
        }
        List<PackFile> packs = new ArrayList<>();
        for (Path each : folders()) {
            Path file = each.resolve("pack.yaml");
            byte[] bytes = bytes(file);
            FaultList found = new FaultList(folder.relativize(file).toString());
            Optional<JsonNode> tree = tree(bytes, found);
            MessageDigest digest = Digest.sha256();
            digest.update(partsDigest);
            for (Path own : files(each)) {
                digest.update(own.getFileName().toString().getBytes(StandardCharsets.UTF_8));
                digest.update(Digest.sha256().digest(bytes(own)));
            }
            Digest sum = Digest.finish(digest);
            if (tree.isPresent()) {
                packs.add(reader.read(new Fields(tree.get(), "", found), each, sum));
            }
            faults.addAll(found.all());
        }
        refuseDoubledNames(packs);
        if (!faults.isEmpty()) {
            throw new PackFilesRefused(faults);
        }
        return List.copyOf(packs);
    }

    private List<Path> folders() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(each -> Files.isRegularFile(each.resolve("pack.yaml")))
                    .sorted()
                    .toList();
        }
    }

    private static List<Path> files(Path pack) throws IOException {
        try (Stream<Path> entries = Files.list(pack)) {
            // lockfiles say what a bundle is made of; they change nothing of a host's toolchain
            return entries.filter(Files::isRegularFile)
                    .filter(each -> !each.toString().endsWith(".lock.yaml"))
                    .sorted()
                    .toList();
        }
    }

    private Map<String, RootPart> parts(MessageDigest digest) throws IOException {
        Path file = folder.resolve("parts.yaml");
        Map<String, RootPart> parts = new LinkedHashMap<>();
        if (Files.exists(file)) {
            byte[] bytes = bytes(file);
            digest.update(bytes);
            FaultList found = new FaultList("parts.yaml");
            tree(bytes, found).ifPresent(tree -> {
                Fields fields = new Fields(tree, "", found);
                for (String name : fields.names()) {
                    parts.put(name, RecipeReader.part(fields.mapping(name)));
                }
            });
            faults.addAll(found.all());
        }
        return parts;
    }

    private void refuseDoubledNames(List<PackFile> packs) {
        Map<String, String> owners = new HashMap<>();
        for (PackFile each : packs) {
            Pack pack = each.pack();
            List<String> names = new ArrayList<>(List.of(pack.name()));
            names.addAll(pack.aliases());
            for (String name : names) {
                String owner = owners.putIfAbsent(name, pack.name());
                if (owner != null) {
                    String detail = "The name '" + name + "' is taken by the pack " + owner + ".";
                    faults.add(new PackFault(pack.name() + "/pack.yaml", "/aliases", detail));
                }
            }
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        if (Files.size(file) > FILE_BYTES_MAX) {
            throw new IOException(file + " is larger than " + FILE_BYTES_MAX + " bytes");
        }
        return Files.readAllBytes(file);
    }

    private static Optional<JsonNode> tree(byte[] bytes, FaultList faults) {
        try {
            JsonNode tree = YAML.readTree(bytes);
            if (tree.isObject()) {
                return Optional.of(tree);
            }
            faults.add("", "Write keys with values, such as 'pack: python'.");
        } catch (JacksonException e) {
            String place =
                    e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
            faults.add(
                    "",
                    "Not YAML: " + e.getOriginalMessage().lines().findFirst().orElse("") + place);
        }
        return Optional.empty();
    }
}
