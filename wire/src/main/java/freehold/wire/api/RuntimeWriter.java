package freehold.wire.api;

import freehold.runtime.Catalogue;
import freehold.runtime.Installed;
import freehold.runtime.Missing;
import freehold.runtime.Pack;
import freehold.runtime.Step;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;

/** Writes what can be run here, and what cannot and why. */
public final class RuntimeWriter {
    private RuntimeWriter() {}

    public static byte[] list(Catalogue catalogue) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("items");
            packs(catalogue).forEach(pack -> write(json, pack, catalogue));
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** One pack by its name or an alias; empty if there is none. */
    public static Optional<byte[]> one(Catalogue catalogue, String name) {
        return packs(catalogue).stream()
                .filter(pack -> pack.name().equals(name) || pack.aliases().contains(name))
                .findFirst()
                .map(pack -> JsonText.of(json -> write(json, pack, catalogue)));
    }

    private static List<Pack> packs(Catalogue catalogue) {
        return Stream.concat(
                        catalogue.installed().stream().map(Installed::pack),
                        catalogue.missing().stream().map(Missing::pack))
                .distinct()
                .sorted(Comparator.comparing(Pack::name))
                .toList();
    }

    private static void write(JsonGenerator json, Pack pack, Catalogue catalogue) {
        List<Installed> versions = catalogue.installed().stream()
                .filter(each -> each.pack().name().equals(pack.name()))
                .toList();
        json.writeStartObject();
        json.writeStringProperty("name", pack.name());
        json.writeStringProperty("title", pack.title());
        texts(json, "aliases", pack.aliases());
        texts(json, "extensions", pack.extensions());
        json.writeStringProperty("source", pack.source());
        json.writeBooleanProperty("installed", !versions.isEmpty());
        reason(json, versions.isEmpty(), pack, catalogue);
        json.writeArrayPropertyStart("versions");
        versions.forEach(each -> version(json, each));
        json.writeEndArray();
        json.writeObjectPropertyStart("steps");
        step(json, "build", pack.build());
        step(json, "run", Optional.of(pack.run()));
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void reason(JsonGenerator json, boolean missing, Pack pack, Catalogue catalogue) {
        Optional<Missing> lack = catalogue.missing().stream()
                .filter(each -> missing && each.pack().name().equals(pack.name()))
                .findFirst();
        if (lack.isPresent()) {
            json.writeStringProperty("reason", lack.get().reason());
        } else {
            json.writeNullProperty("reason");
        }
    }

    private static void version(JsonGenerator json, Installed installed) {
        json.writeStartObject();
        json.writeStringProperty("version", installed.version());
        json.writeStringProperty("digest", installed.digest().toString());
        json.writeStringProperty("origin", installed.source());
        json.writeNumberProperty("size_bytes", installed.size().count());
        if (installed.warning().isPresent()) {
            json.writeStringProperty("warning", installed.warning().get());
        } else {
            json.writeNullProperty("warning");
        }
        json.writeEndObject();
    }

    private static void step(JsonGenerator json, String name, Optional<Step> step) {
        if (step.isEmpty()) {
            json.writeNullProperty(name);
            return;
        }
        json.writeObjectPropertyStart(name);
        texts(json, "command", step.get().argv());
        ExecutionWriter.limits(json, step.get().defaults());
        json.writeEndObject();
    }

    private static void texts(JsonGenerator json, String name, List<String> values) {
        json.writeArrayPropertyStart(name);
        values.forEach(json::writeString);
        json.writeEndArray();
    }
}
