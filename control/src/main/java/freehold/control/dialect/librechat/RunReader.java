package freehold.control.dialect.librechat;

import freehold.control.admission.Admission;
import freehold.control.dialect.EntryName;
import freehold.control.dialect.PeerJson;
import freehold.execution.Content;
import freehold.execution.Request;
import freehold.execution.SourceFile;
import freehold.execution.WorkPath;
import freehold.runtime.Catalogue;
import freehold.runtime.Installed;
import freehold.runtime.Selection;
import freehold.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads a run as an ordinary request, or says what is wrong with it. */
final class RunReader {
    private static final Map<String, String> PACKS = Map.of("f90", "fortran", "py", "python", "js", "javascript");

    /** All that a program leaves in its work directory is brought back. */
    private static final List<String> EVERYTHING = List.of("**");

    private final Supplier<Catalogue> catalogue;
    private final SessionFiles files;

    RunReader(Supplier<Catalogue> catalogue, SessionFiles files) {
        this.catalogue = catalogue;
        this.files = files;
    }

    /** What was read. */
    sealed interface Read {
        record Understood(Request request) implements Read {}

        record Wrong(String why) implements Read {}
    }

    Read read(TenantId tenant, JsonNode json) {
        try {
            return new Read.Understood(request(tenant, json));
        } catch (Fault fault) {
            return new Read.Wrong(fault.sentence());
        }
    }

    private Request request(TenantId tenant, JsonNode json) throws Fault {
        String language = text(json, "lang");
        byte[] source = text(json, "code").getBytes(StandardCharsets.UTF_8);
        Installed runtime =
                catalogue.get().find(PACKS.getOrDefault(language, language)) instanceof Selection.Found(Installed found)
                        ? found
                        : missing(language);
        SourceFile main = new SourceFile(
                new WorkPath(EntryName.of(runtime.pack(), Optional.empty(), source)),
                new Content.Inline(source),
                false);
        List<SourceFile> all = new ArrayList<>(List.of(main));
        all.addAll(files(tenant, json.path("files"), main.path()));
        return new Request(
                runtime.pack().name() + "@" + runtime.digest(),
                Optional.empty(),
                all,
                Optional.empty(),
                arguments(json.path("args")),
                Map.of(),
                List.of(),
                Map.of(),
                new Content.Inline(new byte[0]),
                Map.of(),
                Map.of(),
                Optional.empty(),
                EVERYTHING,
                Map.of("dialect", LibreChat.NAME),
                Optional.empty());
    }

    private static Installed missing(String language) throws Fault {
        String shown = language.length() <= 40 ? language : language.substring(0, 40);
        throw new Fault("there is no language " + shown + " on this server");
    }

    /** @param main what is already there; of files at one path the first counts */
    private List<SourceFile> files(TenantId tenant, JsonNode json, WorkPath main) throws Fault {
        if (json.size() > Admission.FILES_MAX) {
            throw new Fault("files are at most " + Admission.FILES_MAX + ", not " + json.size());
        }
        SessionLookup sessions = new SessionLookup(session -> files.of(tenant, session));
        Set<WorkPath> taken = new HashSet<>(Set.of(main));
        List<SourceFile> all = new ArrayList<>();
        for (JsonNode each : json) {
            SourceFile file = file(tenant, each, sessions);
            if (taken.add(file.path())) {
                all.add(file);
            }
        }
        return all;
    }

    private SourceFile file(TenantId tenant, JsonNode json, SessionLookup sessions) throws Fault {
        String id = json.path("id").asString("");
        String session = Stream.of("storage_session_id", "session_id")
                .flatMap(name -> PeerJson.scalar(json, name).stream())
                .findFirst()
                .orElse("");
        SessionFile found = sessions.find(session, id)
                .orElseThrow(() -> new Fault("a file is not here, or no longer; send it again"));
        String name = PeerJson.scalar(json, "name").orElse(found.name());
        Optional<String> fault = WorkPath.fault(name);
        if (fault.isPresent()) {
            throw new Fault("a file has a bad name: " + fault.get());
        }
        Content.Stored content = files.content(tenant, found)
                .orElseThrow(() -> new Fault("a file is not here, or no longer; send it again"));
        return new SourceFile(new WorkPath(name), content, false);
    }

    private static List<String> arguments(JsonNode args) throws Fault {
        if (args.isString()) {
            return List.of(args.stringValue());
        }
        List<String> arguments = new ArrayList<>();
        for (JsonNode each : args) {
            if (!each.isValueNode() || each.isNull()) {
                throw new Fault("args must be strings");
            }
            arguments.add(each.asString());
        }
        return arguments;
    }

    private static String text(JsonNode json, String field) throws Fault {
        if (!json.path(field).isString()) {
            throw new Fault(field + " is required, as a string");
        }
        return json.path(field).stringValue();
    }
}
