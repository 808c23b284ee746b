package freehold.control.dialect.gojudge;

import freehold.cell.Limit;
import freehold.control.admission.Ceilings;
import freehold.control.dialect.ArtifactFiles;
import freehold.execution.Content;
import freehold.execution.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads one command as an ordinary request, or says what is wrong with it. Used once, by one thread. */
final class CmdReader {
    private static final long NANOS_A_MILLI = 1_000_000;
    /** Of all commands of a job together, for it is all held until they have ended. */
    static final long STDIN_BYTES_MAX = 16 << 20;

    private static final String NOTHING = "/dev/null";
    /** A file may have several names, each of which is answered. */
    private static final int COPY_OUT_MAX = 256;

    /** As the kernel has it for paths. */
    private static final int NAME_BYTES_MAX = 4_096;

    private static final int STDOUT = 1;
    private static final int STDERR = 2;

    /** Limits of the peer that have no counterpart, so that nobody believes they hold. */
    private static final List<String> NOT_OFFERED = List.of("cpuRateLimit", "cpuSetLimit", "tty", "copyOutDir");

    private final JsonNode json;
    private final JobFiles stored;
    private final Programs programs;
    private final Ceilings ceilings;
    private final Piping piping;
    private final Streams streams;

    private CmdReader(JsonNode json, JobFiles stored, Job.Grammar grammar, Piping piping, Streams streams) {
        this.json = json;
        this.stored = stored;
        this.programs = grammar.programs();
        this.ceilings = grammar.ceilings();
        this.piping = piping;
        this.streams = streams;
    }

    /** What was read. */
    sealed interface Read {
        record Understood(Cmd cmd) implements Read {}

        /** No runtime has a program of that name: the peer's result for what cannot be started. */
        record NoProgram(String name) implements Read {}
    }

    /** Reads one, some of whose descriptors lead to other commands, and some to the client. */
    static Read read(JsonNode json, JobFiles stored, Job.Grammar grammar, Piping piping, Streams streams) throws Fault {
        return new CmdReader(json, stored, grammar, piping, streams).read();
    }

    private Read read() throws Fault {
        for (String field : NOT_OFFERED) {
            JsonNode value = json.path(field);
            boolean isOffered = field.equals("tty") && streams.isTerminal();
            if (!isOffered
                    && (value.asBoolean(false)
                            || value.asDouble(0) != 0
                            || !value.asString("").isEmpty())) {
                throw new Fault(field + " is not offered by this server");
            }
        }
        List<String> args = texts("args");
        if (args.isEmpty() || args.getFirst().isEmpty()) {
            throw new Fault("args has at least the name of a program");
        }
        CopyIn copyIn = CopyIn.read(json.path("copyIn"), stored);
        Optional<Collector> stdout = collector(STDOUT);
        Optional<Collector> stderr = collector(STDERR);
        if (json.path("files").size() > STDERR + 1) {
            throw new Fault("only the descriptors 0, 1 and 2 can be files");
        }
        List<CopyOut> copyOut = copyOut(stdout, stderr);
        Optional<Programs.Found> program = programs.find(args, copyIn.origins());
        if (program.isEmpty()) {
            return new Read.NoProgram(args.getFirst());
        }
        Request request = Request.ofCommand(
                        program.get().reference(),
                        program.get().command(),
                        copyIn.files(),
                        environment(),
                        stdin(),
                        limits(stdout, stderr),
                        copyOut.stream()
                                .flatMap(each -> each.path().stream())
                                .map(path -> ArtifactFiles.glob(path.value()))
                                .distinct()
                                .toList(),
                        Map.of("dialect", GoJudge.NAME))
                .with(streams.dialogue());
        return new Read.Understood(new Cmd(
                request,
                program.get().reference(),
                stdout,
                stderr,
                piping.copies(),
                streams,
                copyOut,
                number("copyOutMax"),
                json.path("copyOutTruncate").asBoolean(false)
                        ? Cmd.WhatIsTooLong.IS_CUT
                        : Cmd.WhatIsTooLong.IS_REFUSED));
    }

    /** How much it would read of stored files. */
    static long stdinBytes(JsonNode cmd, JobFiles stored) {
        CmdFile file = new CmdFile(cmd.path("files").path(0));
        return file.isStored()
                ? stored.find(file.json().path("fileId").stringValue())
                        .map(StoredFile::sizeBytes)
                        .orElse(0L)
                : 0;
    }

    private static boolean isNothing(JsonNode file) {
        return file.isMissingNode()
                || file.isNull()
                || file.path("src").asString("").equals(NOTHING);
    }

    private Content.Inline stdin() throws Fault {
        JsonNode file = json.path("files").path(0);
        if (isNothing(file) || streams.isWritten()) {
            return new Content.Inline(new byte[0]);
        }
        CmdFile input = new CmdFile(file);
        if (input.isInline()) {
            return new Content.Inline(input.bytes());
        }
        if (!input.isStored()) {
            throw input.notRead("files[0]");
        }
        StoredFile sent = input.stored(stored);
        return new Content.Inline(stored.read(sent)
                .orElseThrow(() -> new Fault(CmdFile.NO_SUCH_FILE, "file not exists: " + sent.name())));
    }

    /** Empty where a stream leads nowhere. */
    private Optional<Collector> collector(int descriptor) throws Fault {
        JsonNode file = json.path("files").path(descriptor);
        if (isNothing(file) || streams.isRead(descriptor)) {
            return Optional.empty();
        }
        if (!file.path("name").isString() || !file.path("max").isNumber()) {
            throw new CmdFile(file).notRead("files[" + descriptor + "]");
        }
        return Optional.of(new Collector(
                file.path("name").stringValue(), Math.max(0, file.path("max").asLong(0))));
    }

    /** What is collected from a stream is not looked for as a file too. */
    private List<CopyOut> copyOut(Optional<Collector> stdout, Optional<Collector> stderr) throws Fault {
        int count = json.path("copyOutCached").size() + json.path("copyOut").size();
        if (count > COPY_OUT_MAX) {
            throw new Fault("copyOut and copyOutCached have at most " + COPY_OUT_MAX + " names together, not " + count);
        }
        Map<String, CopyOut> all = new LinkedHashMap<>();
        for (String each : texts("copyOutCached")) {
            add(all, CopyOut.of(each, CopyOut.Place.STORE));
        }
        for (String each : texts("copyOut")) {
            add(all, CopyOut.of(each, CopyOut.Place.ANSWER));
        }
        Stream.concat(Stream.of(stdout, stderr).flatMap(Optional::stream), piping.copies().values().stream())
                .forEach(collector -> all.remove(collector.name()));
        return List.copyOf(all.values());
    }

    private static void add(Map<String, CopyOut> all, CopyOut copy) throws Fault {
        if (copy.name().getBytes(StandardCharsets.UTF_8).length > NAME_BYTES_MAX) {
            throw new Fault("copyOut: a name has at most " + NAME_BYTES_MAX + " bytes");
        }
        all.putIfAbsent(copy.name(), copy);
    }

    private Map<String, String> environment() throws Fault {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String each : texts("env")) {
            int equals = each.indexOf('=');
            if (equals > 0) {
                environment.put(each.substring(0, equals), each.substring(equals + 1));
            }
        }
        return environment;
    }

    /** What a client does not limit, or limits by 0, is limited by the runtime. */
    private Map<Limit, Long> limits(Optional<Collector> stdout, Optional<Collector> stderr) throws Fault {
        Map<Limit, Long> limits = new EnumMap<>(Limit.class);
        long cpu = number("cpuLimit");
        long asked = json.has("realCpuLimit") ? number("realCpuLimit") : number("clockLimit");
        put(limits, Limit.CPU, millis(cpu));
        put(limits, Limit.WALL, millis(asked == 0 ? cpu : asked));
        put(limits, Limit.MEMORY, number("memoryLimit"));
        put(limits, Limit.PROCESSES, number("procLimit"));
        number("stackLimit"); // a stack counts as memory
        // a collector takes what it can, so more than there can be is no limit that would have to hold; pipes and
        // streams have none
        long most = Limit.OUTPUT.of(ceilings.most());
        Stream.concat(
                        piping.isWriting() || !streams.told().isEmpty() ? Stream.of(most) : Stream.empty(),
                        Stream.of(stdout, stderr).flatMap(Optional::stream).map(Collector::max))
                .max(Long::compare)
                .ifPresent(max -> limits.put(Limit.OUTPUT, Math.clamp(max, 1L, most)));
        return limits;
    }

    private static void put(Map<Limit, Long> limits, Limit limit, long value) {
        if (value > 0) {
            limits.put(limit, value);
        }
    }

    private static long millis(long nanos) {
        return nanos / NANOS_A_MILLI + (nanos % NANOS_A_MILLI == 0 ? 0 : 1);
    }

    private long number(String field) throws Fault {
        JsonNode value = json.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return 0;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 0) {
            throw new Fault(field + " is not a number of its kind");
        }
        return value.asLong();
    }

    private List<String> texts(String field) throws Fault {
        List<String> texts = new ArrayList<>();
        JsonNode given = json.path(field);
        if ((given.isValueNode() && !given.isNull()) || given.isObject()) {
            throw new Fault(field + " is a list of strings");
        }
        for (JsonNode each : given) {
            if (!each.isString()) {
                throw new Fault(field + " is a list of strings");
            }
            texts.add(each.stringValue());
        }
        return texts;
    }
}
