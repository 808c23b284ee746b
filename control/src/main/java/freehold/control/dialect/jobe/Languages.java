package freehold.control.dialect.jobe;

import freehold.control.dialect.PeerJson;
import freehold.runtime.Catalogue;
import freehold.runtime.Installed;
import freehold.runtime.Selection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** The peer's names for languages. What it does not have goes by our names. */
final class Languages {
    private static final Map<String, String> PACKS = Map.of("nodejs", "javascript", "python3", "python");
    private static final Map<String, String> NAMES =
            PACKS.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

    private final Supplier<Catalogue> catalogue;

    Languages(Supplier<Catalogue> catalogue) {
        this.catalogue = catalogue;
    }

    /** The version that is the host's own. */
    Optional<Installed> find(String name) {
        return NAMES.containsKey(name) || name.indexOf('@') >= 0
                ? Optional.empty()
                : installed(PACKS.getOrDefault(name, name))
                        .filter(found -> found.pack().name().equals(PACKS.getOrDefault(name, name)));
    }

    private Optional<Installed> installed(String reference) {
        return catalogue.get().find(reference) instanceof Selection.Found(Installed found)
                ? Optional.of(found)
                : Optional.empty();
    }

    JsonNode list() {
        ArrayNode list = PeerJson.array();
        Set<String> seen = new HashSet<>();
        List<Installed> all = catalogue.get().installed();
        for (Installed each : all) {
            String name = NAMES.getOrDefault(each.pack().name(), each.pack().name());
            if (seen.add(name)) {
                list.addArray().add(name).add(each.version());
            }
        }
        return list;
    }
}
