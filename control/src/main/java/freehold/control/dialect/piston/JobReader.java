package freehold.control.dialect.piston;

import freehold.cell.Limit;
import freehold.control.dialect.EntryName;
import freehold.control.dialect.PeerJson;
import freehold.execution.Content;
import freehold.execution.Request;
import freehold.execution.SourceFile;
import freehold.execution.WorkPath;
import freehold.runtime.Pack;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads a job as an ordinary request, or says the first thing that is wrong with it, in the peer's words and order. */
final class JobReader {
    private static final Map<String, Limit> RUN =
            Map.of("run_memory_limit", Limit.MEMORY, "run_timeout", Limit.WALL, "run_cpu_time", Limit.CPU);
    private static final Map<String, Limit> COMPILE =
            Map.of("compile_memory_limit", Limit.MEMORY, "compile_timeout", Limit.WALL, "compile_cpu_time", Limit.CPU);

    private JobReader() {}

    /** What was read. */
    sealed interface Read {
        record Understood(Request request, Runtimes.Listed runtime) implements Read {}

        record Wrong(String message) implements Read {}
    }

    /** Something that ends the reading. */
    private static final class Fault extends Exception {
        private static final long serialVersionUID = 1;

        Fault(String message) {
            super(message, null, false, false);
        }
    }

    /** A file before its name is known. */
    @SuppressWarnings("ArrayRecordComponent") // read once
    private record Part(Optional<String> name, byte[] content, boolean isText) {}

    static Read read(JsonNode job, Runtimes runtimes) {
        try {
            return understood(job, runtimes);
        } catch (Fault fault) {
            return new Read.Wrong(String.valueOf(fault.getMessage()));
        }
    }

    private static Read understood(JsonNode job, Runtimes runtimes) throws Fault {
        String language = text(job, "language");
        String version = text(job, "version");
        JsonNode list = job.path("files");
        if (!list.isArray()) {
            throw new Fault("files is required as an array");
        }
        List<Part> parts = new ArrayList<>();
        for (JsonNode file : list) {
            parts.add(part(file, parts.size()));
        }
        Runtimes.Listed runtime = runtimes.find(language, version)
                .orElseThrow(() -> new Fault(shown(language) + "-" + shown(version) + " runtime is unknown"));
        int main = 0;
        while (main < parts.size() && !parts.get(main).isText()) {
            main++;
        }
        if (main == parts.size()) {
            throw new Fault("files must include at least one utf8 encoded file");
        }
        Pack pack = runtime.runtime().pack();
        Map<Limit, Long> buildLimits = limits(job, COMPILE);
        String entry =
                EntryName.of(pack, parts.get(main).name(), parts.get(main).content());
        return new Read.Understood(
                new Request(
                        runtime.reference(),
                        Optional.empty(),
                        files(parts, main, entry),
                        Optional.of(path(entry, main)),
                        arguments(job),
                        Map.of(),
                        List.of(),
                        Map.of(),
                        stdin(job),
                        limits(job, RUN),
                        pack.build().isPresent() ? buildLimits : Map.of(),
                        Optional.empty(),
                        List.of(),
                        Map.of("dialect", Piston.NAME),
                        Optional.empty()),
                runtime);
    }

    private static Part part(JsonNode file, int index) throws Fault {
        JsonNode content = file.path("content");
        if (!content.isString()) {
            throw new Fault("files[" + index + "].content is required as a string");
        }
        Optional<String> name = PeerJson.scalar(file, "name").filter(given -> !given.isEmpty());
        String text = content.stringValue();
        try {
            return switch (PeerJson.scalar(file, "encoding").orElse("utf8")) {
                case "base64" -> new Part(name, Base64.getMimeDecoder().decode(text), false);
                case "hex" -> new Part(name, HexFormat.of().parseHex(text), false);
                default -> new Part(name, text.getBytes(StandardCharsets.UTF_8), true);
            };
        } catch (IllegalArgumentException notSo) {
            throw new Fault("files[" + index + "].content has another encoding than it says");
        }
    }

    private static List<SourceFile> files(List<Part> parts, int main, String entry) throws Fault {
        List<SourceFile> files = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            String name = i == main ? entry : part.name().orElse("file" + i + ".code");
            files.add(new SourceFile(path(name, i), new Content.Inline(part.content()), false));
        }
        return files;
    }

    private static WorkPath path(String name, int index) throws Fault {
        Optional<String> fault = WorkPath.fault(name);
        if (fault.isPresent()) {
            throw new Fault("files[" + index + "].name cannot be: " + fault.get());
        }
        return new WorkPath(name);
    }

    private static List<String> arguments(JsonNode job) throws Fault {
        List<String> arguments = new ArrayList<>();
        for (JsonNode each : job.path("args")) {
            if (!each.isValueNode() || each.isNull()) {
                throw new Fault("args must be an array of strings");
            }
            arguments.add(each.asString());
        }
        return arguments;
    }

    /** The peer ends it with a newline, also where there is nothing before. */
    private static Content.Inline stdin(JsonNode job) {
        String given = PeerJson.scalar(job, "stdin").orElse("");
        String ended = given.endsWith("\n") ? given : given + "\n";
        return new Content.Inline(ended.getBytes(StandardCharsets.UTF_8));
    }

    /** Milliseconds and bytes, as with us. Nothing, null, 0 and, of memory, less than 0 mean the runtime's own. */
    private static Map<Limit, Long> limits(JsonNode job, Map<String, Limit> names) throws Fault {
        Map<Limit, Long> limits = new EnumMap<>(Limit.class);
        for (Map.Entry<String, Limit> each : names.entrySet()) {
            JsonNode value = job.path(each.getKey());
            if (value.isMissingNode() || value.isNull() || isZero(value)) {
                continue;
            }
            if (!value.isNumber()) {
                throw new Fault("If specified, " + each.getKey() + " must be a number");
            }
            double number = value.doubleValue();
            if (number < 0 && each.getValue() != Limit.MEMORY) {
                throw new Fault(each.getKey() + " must be non-negative");
            }
            if (number > 0) {
                limits.put(each.getValue(), (long) Math.ceil(number));
            }
        }
        return limits;
    }

    private static boolean isZero(JsonNode value) {
        return value.isNumber() && value.doubleValue() == 0;
    }

    private static String text(JsonNode job, String field) throws Fault {
        JsonNode value = job.path(field);
        if (!value.isString() || value.stringValue().isEmpty()) {
            throw new Fault(field + " is required as a string");
        }
        return value.stringValue();
    }

    private static String shown(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    /** The peer's field for one of our limits, by our pointer to it. */
    static Optional<String> field(String pointer) {
        Map<String, Limit> names = pointer.startsWith("#/build_limits/") ? COMPILE : RUN;
        return names.entrySet().stream()
                .filter(each -> pointer.endsWith("/" + each.getValue().label()))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
