package freehold.control.dialect.piston;

import freehold.control.dialect.PeerJson;
import freehold.runtime.Catalogue;
import freehold.runtime.Installed;
import freehold.runtime.Pack;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Our runtimes under the peer's names. Both its names and ours are understood. */
final class Runtimes {
    /** Where the peer has another name for a language than we do, and the toolchain that it names with it, if any. */
    private static final Map<String, Named> NAMES = Map.of(
            "cpp", new Named("c++", "gcc"),
            "c", new Named("c", "gcc"),
            "fortran", new Named("fortran", "gcc"),
            "d", new Named("d", "gcc"),
            "javascript", new Named("javascript", "node"),
            "sqlite", new Named("sqlite3", ""),
            "commonlisp", new Named("lisp", ""),
            "r", new Named("rscript", ""));

    private final Supplier<Catalogue> catalogue;

    Runtimes(Supplier<Catalogue> catalogue) {
        this.catalogue = catalogue;
    }

    /** @param toolchain empty if the peer names none */
    private record Named(String language, String toolchain) {}

    /** A runtime as the peer lists it. */
    record Listed(Installed runtime, String language, String toolchain, Version version) {
        static Optional<Listed> of(Installed runtime) {
            Pack pack = runtime.pack();
            Named named = NAMES.getOrDefault(pack.name(), new Named(pack.name(), ""));
            return Version.of(runtime.version())
                    .map(version -> new Listed(runtime, named.language(), named.toolchain(), version));
        }

        Set<String> aliases() {
            Set<String> aliases = new LinkedHashSet<>(runtime.pack().aliases());
            aliases.add(runtime.pack().name());
            aliases.remove(language);
            return aliases;
        }

        boolean isNamed(String name) {
            return language.equals(name) || aliases().contains(name);
        }

        /** As requests name it: this runtime and no other. */
        String reference() {
            return runtime.pack().name() + "@" + runtime.digest();
        }
    }

    private List<Listed> all() {
        return catalogue.get().installed().stream()
                .map(Listed::of)
                .flatMap(Optional::stream)
                .toList();
    }

    /** The highest version that fits. */
    Optional<Listed> find(String name, String range) {
        return VersionRange.parse(range.strip())
                .flatMap(wanted -> all().stream()
                        .filter(each -> each.isNamed(name) && wanted.contains(each.version()))
                        .max(Comparator.comparing(Listed::version)));
    }

    JsonNode list() {
        ArrayNode list = PeerJson.array();
        for (Listed each : all()) {
            ObjectNode one = list.addObject()
                    .put("language", each.language())
                    .put("version", each.version().toString());
            ArrayNode aliases = one.putArray("aliases");
            each.aliases().forEach(aliases::add);
            if (!each.toolchain().isEmpty()) {
                one.put("runtime", each.toolchain());
            }
        }
        return list;
    }

    JsonNode packages() {
        ArrayNode list = PeerJson.array();
        all().forEach(each -> list.addObject()
                .put("language", each.language())
                .put("language_version", each.version().toString())
                .put("installed", true));
        return list;
    }
}
