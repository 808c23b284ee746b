package freehold.wire.bundle;

import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads lockfiles (YAML). What is unknown, doubled or left over is refused; {@link LockText} writes them. */
public final class LockCodec {
    /** The largest lockfile that is read: one of 10,000 packages has about 3 MB. */
    public static final Bytes LARGEST = Bytes.mebi(8);

    private static final Set<String> KEYS = Set.of(
            "lock",
            "bundle",
            "version",
            "suite",
            "wants",
            "fixes",
            "packages",
            "variables",
            "run_root",
            "proc",
            "tree");
    private static final Set<String> WANTS = Set.of("debs", "npm", "pypi", "python", "maven");
    private static final Set<String> PACKAGE =
            Set.of("kind", "name", "version", "file", "bytes", "unpacked_bytes", "sha256", "integrity", "place");

    private final YAMLMapper mapper = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * Reads a lockfile.
     *
     * @param source how faults call it, such as its path
     * @throws LockFault if it is not one
     */
    public LockFile read(String source, String yaml) {
        if (yaml.length() > LARGEST.count()) {
            throw new LockFault(source + ": larger than " + LARGEST);
        }
        JsonNode node;
        try {
            node = mapper.readTree(yaml);
        } catch (JacksonException e) {
            throw new LockFault(source + ": " + e.getOriginalMessage());
        }
        Fields fields = Fields.of(source, node, KEYS);
        if (fields.count("lock") != 1) {
            throw new LockFault(source + ".lock: this Freehold reads lockfiles of form 1");
        }
        Fields wants = Fields.of(
                source + ".wants", fields.has("wants") ? node.get("wants") : mapper.createObjectNode(), WANTS);
        return checked(
                source,
                () -> new LockFile(
                        fields.text("bundle"),
                        fields.text("version"),
                        fields.text("suite"),
                        checked(
                                wants.path(),
                                () -> new Wants(
                                        wants.texts("debs"),
                                        wants.places("npm"),
                                        wants.places("pypi"),
                                        wants.text("python", "3.13"),
                                        wants.places("maven"))),
                        fixes(fields),
                        packages(fields),
                        fields.words("variables"),
                        fields.has("run_root") ? Optional.of(fields.text("run_root")) : Optional.empty(),
                        proc(fields),
                        fields.has("tree") ? Optional.of(Digest.parse(fields.text("tree"))) : Optional.empty()));
    }

    private static LockFile.Proc proc(Fields fields) {
        return switch (fields.text("proc", "own")) {
            case "own" -> LockFile.Proc.OWN;
            case "full" -> LockFile.Proc.FULL;
            default -> throw new LockFault(fields.path() + ".proc: own or full");
        };
    }

    private static List<LockedPackage> packages(Fields fields) {
        List<LockedPackage> packages = new ArrayList<>();
        for (JsonNode item : fields.items("packages")) {
            String path = fields.path() + ".packages[" + packages.size() + "]";
            Fields each = Fields.of(path, item, PACKAGE);
            packages.add(checked(
                    path,
                    () -> new LockedPackage(
                            kind(each.text("kind")),
                            each.text("name"),
                            each.text("version"),
                            each.text("file"),
                            new Bytes(each.count("bytes")),
                            new Bytes(each.count("unpacked_bytes")),
                            new Digest(each.text("sha256")),
                            each.text("integrity", ""),
                            each.text("place", ""))));
        }
        return packages;
    }

    private static PackageKind kind(String word) {
        for (PackageKind kind : PackageKind.values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("kind is deb, maven, npm or pypi, not " + word);
    }

    private static List<Fix> fixes(Fields fields) {
        List<Fix> fixes = new ArrayList<>();
        for (JsonNode item : fields.items("fixes")) {
            String path = fields.path() + ".fixes[" + fixes.size() + "]";
            fixes.add(checked(path, () -> fix(path, item)));
        }
        return fixes;
    }

    private static Fix fix(String path, JsonNode item) {
        if (item.has("link")) {
            Fields link = Fields.of(path, item, Set.of("link", "to"));
            return new Fix.Link(link.text("link"), link.text("to"));
        }
        if (item.has("file")) {
            Fields file = Fields.of(path, item, Set.of("file", "text", "access"));
            Fix.Access access = switch (file.text("access", "readable")) {
                case "readable" -> Fix.Access.READABLE;
                case "executable" -> Fix.Access.EXECUTABLE;
                default -> throw new LockFault(path + ".access: readable or executable");
            };
            return new Fix.TextFile(file.text("file"), file.text("text"), access);
        }
        if (item.has("remove")) {
            return new Fix.Remove(Fields.of(path, item, Set.of("remove")).text("remove"));
        }
        if (item.has("run")) {
            return new Fix.Run(Fields.of(path, item, Set.of("run")).texts("run"));
        }
        throw new LockFault(path + ": expected one of link, file, remove, run");
    }

    private static <T> T checked(String path, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new LockFault(path + ": " + e.getMessage());
        }
    }
}
