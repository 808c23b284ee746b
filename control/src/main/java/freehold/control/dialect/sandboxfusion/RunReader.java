package freehold.control.dialect.sandboxfusion;

import freehold.cell.Limit;
import freehold.control.admission.Ceilings;
import freehold.control.dialect.ArtifactFiles;
import freehold.control.dialect.EntryName;
import freehold.control.dialect.PeerJson;
import freehold.execution.Content;
import freehold.execution.Request;
import freehold.execution.SourceFile;
import freehold.execution.WorkPath;
import freehold.runtime.Installed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a run as an ordinary request, or says everything that is wrong with it. Used once, by one thread. */
final class RunReader {
    private static final double MILLIS = 1_000;
    private static final double MEBI = 1 << 20;

    private final JsonNode json;
    private final Ceilings ceilings;
    private final FieldErrors errors = new FieldErrors();

    private RunReader(JsonNode json, Ceilings ceilings) {
        this.json = json;
        this.ceilings = ceilings;
    }

    /** What was read. */
    sealed interface Read {
        record Understood(Request request) implements Read {}

        record Wrong(ObjectNode errors) implements Read {}

        /** The peer knows the language, and it is not here. */
        record Missing(String language) implements Read {}
    }

    static Read read(JsonNode json, Languages languages, Ceilings ceilings) {
        return new RunReader(json, ceilings).read(languages);
    }

    private Read read(Languages languages) {
        String code = text("code");
        String language = text("language");
        if (json.path("language").isString() && !Languages.NAMES.contains(language)) {
            errors.unknownLanguage(language);
        }
        Optional<Installed> runtime = languages.find(language);
        byte[] source = code.getBytes(StandardCharsets.UTF_8);
        String entry = runtime.map(found -> EntryName.of(found.pack(), Optional.empty(), source))
                .orElse("");
        List<SourceFile> files = new ArrayList<>();
        runtime.ifPresent(_ -> files.add(new SourceFile(new WorkPath(entry), new Content.Inline(source), false)));
        files.addAll(files(entry));
        List<String> globs = globs();
        Map<Limit, Long> runLimits = limits("run_timeout");
        Map<Limit, Long> buildLimits = limits("compile_timeout");
        memory(runLimits);
        byte[] stdin = isGiven(json.path("stdin")) ? text("stdin").getBytes(StandardCharsets.UTF_8) : new byte[0];
        if (!errors.isEmpty()) {
            return new Read.Wrong(errors.json());
        }
        if (runtime.isEmpty()) {
            return new Read.Missing(language);
        }
        boolean isBuilt = runtime.get().pack().build().isPresent();
        return new Read.Understood(new Request(
                runtime.get().pack().name() + "@" + runtime.get().digest(),
                Optional.empty(),
                files,
                Optional.empty(),
                List.of(),
                Map.of(),
                isBuilt ? Languages.buildArguments(language) : List.of(),
                Map.of(),
                new Content.Inline(stdin),
                runLimits,
                isBuilt ? buildLimits : Map.of(),
                Optional.empty(),
                globs,
                Map.of("dialect", SandboxFusion.NAME),
                Optional.empty()));
    }

    private static boolean isGiven(JsonNode value) {
        return !value.isMissingNode() && !value.isNull();
    }

    private String text(String field) {
        JsonNode value = json.path(field);
        if (value.isMissingNode()) {
            errors.missing(field);
        } else if (!value.isString()) {
            errors.notText(field);
        }
        return value.asString("");
    }

    private List<SourceFile> files(String entry) {
        List<SourceFile> files = new ArrayList<>();
        JsonNode given = json.path("files");
        if (isGiven(given) && !given.isObject()) {
            errors.notDictionary("files");
        }
        for (Map.Entry<String, JsonNode> each : given.properties()) {
            String path = each.getKey();
            if (each.getValue().isNull()) {
                continue;
            }
            Optional<String> fault = WorkPath.fault(path);
            if (fault.isPresent()) {
                errors.wrong("files", "a path here is relative to the work directory: " + fault.get());
            } else if (!path.equals(entry)) {
                content(each.getValue())
                        .ifPresent(content -> files.add(new SourceFile(new WorkPath(path), content, false)));
            }
        }
        return files;
    }

    private Optional<Content.Inline> content(JsonNode value) {
        try {
            return Optional.of(new Content.Inline(Base64.getMimeDecoder().decode(value.asString(""))));
        } catch (IllegalArgumentException notBase64) {
            errors.wrong("files", "content is not base64");
            return Optional.empty();
        }
    }

    private List<String> globs() {
        List<String> globs = new ArrayList<>();
        JsonNode given = json.path("fetch_files");
        if (isGiven(given) && !given.isArray()) {
            errors.notList("fetch_files");
            return globs;
        }
        for (JsonNode each : given) {
            String path = each.asString("");
            Optional<String> fault = WorkPath.fault(path);
            if (fault.isPresent()) {
                errors.wrong("fetch_files", "a path here is relative to the work directory: " + fault.get());
            }
            globs.add(ArtifactFiles.glob(path));
        }
        return globs;
    }

    /** The peer counts the time on the clock. A program may use a processor for as long, as far as any may. */
    private Map<Limit, Long> limits(String field) {
        Map<Limit, Long> limits = new EnumMap<>(Limit.class);
        number(field).ifPresent(seconds -> {
            long millis = Math.max(1, (long) Math.ceil(seconds * MILLIS));
            limits.put(Limit.WALL, millis);
            limits.put(Limit.CPU, Math.min(millis, Limit.CPU.of(ceilings.most())));
        });
        return limits;
    }

    /** The peer's least number is its word for none. */
    private void memory(Map<Limit, Long> limits) {
        number("memory_limit_MB")
                .filter(mebi -> mebi > 0)
                .ifPresent(mebi -> limits.put(Limit.MEMORY, (long) Math.ceil(mebi * MEBI)));
    }

    private Optional<Double> number(String field) {
        JsonNode value = json.path(field);
        if (!isGiven(value)) {
            return Optional.empty();
        }
        Optional<Double> number = PeerJson.scalar(json, field)
                .filter(text -> text.matches("-?\\d{1,12}(\\.\\d{0,12})?([eE][+-]?\\d{1,2})?"))
                .map(Double::valueOf);
        if (number.isEmpty()) {
            errors.notNumber(field);
        }
        return number;
    }
}
