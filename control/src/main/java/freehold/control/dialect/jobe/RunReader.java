package freehold.control.dialect.jobe;

import freehold.control.dialect.EntryName;
import freehold.control.dialect.PeerJson;
import freehold.execution.Content;
import freehold.execution.Request;
import freehold.execution.SourceFile;
import freehold.execution.WorkPath;
import freehold.runtime.Installed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads a run as an ordinary request. */
final class RunReader {
    static final Pattern FILE_ID = Pattern.compile("[A-Za-z0-9]{8,128}");
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_. -]{1,255}");

    private final Languages languages;

    RunReader(Languages languages) {
        this.languages = languages;
    }

    /**
     * Reads one.
     *
     * @param stored finds a file that was sent ahead
     */
    Request read(JsonNode body, Function<String, Optional<Content.Stored>> stored) throws Fault {
        JsonNode run = body.path("run_spec");
        if (!run.isObject()) {
            throw new Fault(400, "No run_spec attribute found in post data");
        }
        String source = required(run, "sourcecode");
        String language = required(run, "language_id");
        Installed runtime = languages
                .find(language)
                .orElseThrow(() -> new Fault(400, "Language '" + shown(language) + "' is not known"));
        Optional<String> name = PeerJson.scalar(run, "sourcefilename").filter(text -> !text.isEmpty());
        if (name.isPresent() && !isName(name.get())) {
            throw new Fault(400, "The sourcefilename for the run_spec is illegal");
        }
        Parameters parameters = new Parameters(run.path("parameters"), runtime);
        byte[] bytes = source.getBytes(StandardCharsets.UTF_8);
        String entry = entry(runtime, parameters, name, bytes);
        List<SourceFile> files = new ArrayList<>();
        files.add(new SourceFile(new WorkPath(entry), new Content.Inline(bytes), false));
        files.addAll(support(run.path("file_list"), entry, stored));
        return new Request(
                runtime.pack().name() + "@" + runtime.digest(),
                Optional.empty(),
                files,
                Optional.empty(),
                parameters.runArguments(),
                Map.of(),
                parameters.buildArguments(),
                Map.of(),
                new Content.Inline(PeerJson.scalar(run, "input").orElse("").getBytes(StandardCharsets.UTF_8)),
                parameters.limits(),
                Map.of(),
                Optional.empty(),
                List.of(),
                Map.of("dialect", Jobe.NAME),
                Optional.empty());
    }

    /** The peer goes by the class that is in a Java file, and not by what the file is called. */
    private static String entry(Installed runtime, Parameters parameters, Optional<String> name, byte[] source)
            throws Fault {
        String entry = parameters
                .mainClass()
                .map(main -> main.replace('.', '/') + ".java")
                .orElseGet(() -> EntryName.of(runtime.pack(), name, source));
        if (WorkPath.fault(entry).isPresent()) {
            throw new Fault(400, "The sourcefilename for the run_spec is illegal");
        }
        return entry;
    }

    private static List<SourceFile> support(
            JsonNode list, String entry, Function<String, Optional<Content.Stored>> stored) throws Fault {
        List<SourceFile> files = new ArrayList<>();
        for (JsonNode each : list) {
            String id = each.path(0).asString("");
            String name = each.path(1).asString("");
            if (!FILE_ID.matcher(id).matches() || !isName(name) || name.equals(entry)) {
                throw new Fault(400, "Invalid file specifier: " + shown(id) + ", " + shown(name));
            }
            Content.Stored content = stored.apply(id)
                    .orElseThrow(() -> new Fault(404, "One or more of the specified files is missing/unavailable"));
            files.add(new SourceFile(new WorkPath(name), content, false));
        }
        return files;
    }

    private static boolean isName(String name) {
        return FILE_NAME.matcher(name).matches() && WorkPath.fault(name).isEmpty();
    }

    private static String required(JsonNode run, String name) throws Fault {
        return PeerJson.scalar(run, name)
                .orElseThrow(() -> new Fault(400, "run_spec is missing the required attribute '" + name + "'"));
    }

    private static String shown(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
