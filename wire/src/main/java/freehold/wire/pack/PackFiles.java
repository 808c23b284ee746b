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
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads a folder of packs: {@code parts.yaml}, and {@code <name>/pack.yaml} for each language; and a second one beside it, whose packs
 * may use the parts of the first and must have names of their own.
 */
public final class PackFiles {
    private static final long FILE_BYTES_MAX = 256 << 10;

    private final Path folder;
    private final TreeStore trees;
    private final Optional<Path> site;
    private final Predicate<byte[]> wanted;
    private final List<PackFault> faults = new ArrayList<>();

    private PackFiles(Path folder, Optional<Path> site, Predicate<byte[]> wanted) {
        this.folder = folder;
        this.trees = new TreeStore(folder);
        this.site = site;
        this.wanted = wanted;
    }

    /**
     * Reads all packs, in the order of their names.
     *
     * @throws PackFilesRefused if any file has a mistake, with all mistakes of all files
     * @throws UncheckedIOException if a file cannot be read
     */
    public static List<PackFile> read(Path folder) {
        return read(new PackFiles(folder, Optional.empty(), _ -> true));
    }

    /**
     * As {@link #read(Path)}, and then all packs of a site.
     *
     * @param site a folder of the same form; its files are named in full where they have mistakes
     */
    public static List<PackFile> read(Path folder, Path site) {
        return read(new PackFiles(folder, Optional.of(site), _ -> true));
    }

    /**
     * As {@link #read(Path)}, but only the packs whose file has that word anywhere: with all that have it as a name, an alias, an extension or an
     * interpreter, and some others. A tenth of the time, of which a command that runs one program has none to spare.
     *
     * @param site as there, if there is one
     */
    public static List<PackFile> mentioning(String word, Path folder, Optional<Path> site) {
        byte[] searched = word.getBytes(StandardCharsets.UTF_8);
        return read(new PackFiles(folder, site, text -> contains(text, searched)));
    }

    /**
     * Has the packs of a folder read sooner from now on: keeps beside them what each file means.
     *
     * @throws PackFilesRefused if one is not YAML
     * @throws UncheckedIOException if a file cannot be read or written
     */
    public static void prepare(Path folder) {
        PackFiles files = new PackFiles(folder, Optional.empty(), _ -> true);
        try {
            files.keepTrees();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void keepTrees() throws IOException {
        List<Path> all = new ArrayList<>(List.of(folder.resolve("parts.yaml")));
        folders(folder).forEach(each -> all.add(each.resolve("pack.yaml")));
        for (Path each : all) {
            FaultList found = new FaultList(label(each));
            byte[] text = bytes(each);
            Optional<JsonNode> tree = yaml(text, found);
            if (tree.isEmpty()) {
                throw new PackFilesRefused(found.all());
            }
            trees.keep(text, tree.get());
        }
    }

    private static boolean contains(byte[] text, byte[] word) {
        for (int at = 0; at + word.length <= text.length; at++) {
            boolean apart = !isWordAt(text, at - 1) && !isWordAt(text, at + word.length);
            if (apart && Arrays.equals(text, at, at + word.length, word, 0, word.length)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWordAt(byte[] text, int at) {
        return at >= 0 && at < text.length && Character.isLetterOrDigit(text[at]);
    }

    private static List<PackFile> read(PackFiles files) {
        try {
            return files.all();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<PackFile> all() throws IOException {
        MessageDigest digest = Digest.sha256();
        Map<String, RootPart> parts = parts(folder, digest);
        Optional<MessageDigest> siteDigest = Optional.empty();
        Map<String, RootPart> siteParts = Map.of();
        byte[] partsDigest = digest.digest();
        if (site.isPresent()) {
            digest.update(partsDigest);
            siteParts = parts(site.get(), digest);
            siteDigest = Optional.of(digest);
            refuseDoubledParts(parts, siteParts);
        }
        if (!faults.isEmpty()) {
            throw new PackFilesRefused(faults);
        }
        List<PackFile> packs = new ArrayList<>(packs(folder, parts, partsDigest));
        if (siteDigest.isPresent()) {
            Map<String, RootPart> all = new LinkedHashMap<>(parts);
            all.putAll(siteParts);
            packs.addAll(packs(site.orElseThrow(), all, siteDigest.get().digest()));
        }
        refuseDoubledNames(packs);
        if (!faults.isEmpty()) {
            throw new PackFilesRefused(faults);
        }
        return List.copyOf(packs);
    }

    /** Side by side, for there are a hundred, and each command that runs something waits for them. */
    private List<PackFile> packs(Path root, Map<String, RootPart> parts, byte[] partsDigest) throws IOException {
        PackReader reader = new PackReader(new RecipeReader(parts));
        List<PackFile> packs = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Reading>> readings = new ArrayList<>();
            for (Path each : folders(root)) {
                readings.add(threads.submit(() -> pack(each, reader, partsDigest)));
            }
            for (Future<Reading> each : readings) {
                Reading reading = each.get();
                reading.file().ifPresent(packs::add);
                faults.addAll(reading.faults());
            }
        } catch (ExecutionException failed) {
            String why = Optional.ofNullable(failed.getCause())
                    .map(Throwable::getMessage)
                    .orElse("reading failed");
            throw new IOException("packs cannot be read: " + why, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while packs were read", interrupted);
        }
        return packs;
    }

    /** What came of one file. */
    private record Reading(Optional<PackFile> file, List<PackFault> faults) {}

    private Reading pack(Path own, PackReader reader, byte[] partsDigest) throws IOException {
        FaultList found = new FaultList(label(own.resolve("pack.yaml")));
        byte[] text = bytes(own.resolve("pack.yaml"));
        if (!wanted.test(text)) {
            return new Reading(Optional.empty(), List.of());
        }
        Optional<JsonNode> tree = tree(text, found);
        MessageDigest digest = Digest.sha256();
        digest.update(partsDigest);
        for (Path each : files(own)) {
            digest.update(each.getFileName().toString().getBytes(StandardCharsets.UTF_8));
            digest.update(Digest.sha256().digest(bytes(each)));
        }
        Digest sum = Digest.finish(digest);
        return new Reading(tree.map(read -> reader.read(new Fields(read, "", found), own, sum)), found.all());
    }

    /** How a file is called where it has a mistake. */
    private String label(Path file) {
        return file.startsWith(folder) ? folder.relativize(file).toString() : file.toString();
    }

    private static List<Path> folders(Path root) throws IOException {
        try (Stream<Path> entries = Files.list(root)) {
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

    private Map<String, RootPart> parts(Path root, MessageDigest digest) throws IOException {
        Path file = root.resolve("parts.yaml");
        Map<String, RootPart> parts = new LinkedHashMap<>();
        if (Files.exists(file)) {
            byte[] bytes = bytes(file);
            digest.update(bytes);
            FaultList found = new FaultList(label(file));
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

    private void refuseDoubledParts(Map<String, RootPart> parts, Map<String, RootPart> siteParts) {
        for (String name : siteParts.keySet()) {
            if (parts.containsKey(name)) {
                String file = label(site.orElseThrow().resolve("parts.yaml"));
                faults.add(new PackFault(file, "/" + name, "Freehold has a part of the name '" + name + "' already."));
            }
        }
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
                    String key = name.equals(pack.name()) ? "/pack" : "/aliases";
                    String detail = "The name '" + name + "' is taken by the pack " + owner + ".";
                    faults.add(new PackFault(label(each.folder().resolve("pack.yaml")), key, detail));
                }
            }
        }
    }

    /** Loaded where a text has to be read as YAML, and not before. */
    private static final class Yaml {
        private static final YAMLMapper MAPPER = YAMLMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    private static byte[] bytes(Path file) throws IOException {
        if (Files.size(file) > FILE_BYTES_MAX) {
            throw new IOException(file + " is larger than " + FILE_BYTES_MAX + " bytes");
        }
        return Files.readAllBytes(file);
    }

    private Optional<JsonNode> tree(byte[] bytes, FaultList faults) throws IOException {
        Optional<JsonNode> kept = trees.find(bytes);
        return kept.isPresent() ? kept : yaml(bytes, faults);
    }

    private static Optional<JsonNode> yaml(byte[] bytes, FaultList faults) {
        try {
            JsonNode tree = Yaml.MAPPER.readTree(bytes);
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
