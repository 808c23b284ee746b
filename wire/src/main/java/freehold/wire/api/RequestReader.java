package freehold.wire.api;

import freehold.cell.Limit;
import freehold.cell.TerminalSize;
import freehold.cell.Tier;
import freehold.execution.Callback;
import freehold.execution.Command;
import freehold.execution.Content;
import freehold.execution.Dialogue;
import freehold.execution.Request;
import freehold.execution.SecretUse;
import freehold.execution.SourceFile;
import freehold.execution.StepName;
import freehold.execution.WorkPath;
import freehold.policy.Retain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the fields of one execution request. Used once, by one thread. */
final class RequestReader {
    /** In the order of the contract. */
    static final List<String> FIELDS = List.of(
            "runtime",
            "source",
            "files",
            "entry",
            "args",
            "env",
            "build",
            "command",
            "stdin",
            "stdin_base64",
            "limits",
            "build_limits",
            "network",
            "tier",
            "deterministic",
            "secrets",
            "collect",
            "terminal",
            "interactive",
            "labels",
            "callback",
            "retain");

    static final List<String> FIELDS_OF_FILE = List.of("path", "content", "content_base64", "blob", "executable");

    private final JsonCursor cursor;
    private final Faults faults;
    private final StoredContent stored;

    private @Nullable String runtime;
    private @Nullable Content source;
    private @Nullable List<SourceFile> files;
    private @Nullable WorkPath entry;
    private List<String> args = List.of();
    private Map<String, String> env = Map.of();
    private List<String> buildArgs = List.of();
    private Map<String, String> buildEnv = Map.of();
    private byte @Nullable [] stdin;
    private Map<Limit, Long> limits = Map.of();
    private Map<Limit, Long> buildLimits = Map.of();
    private @Nullable Tier tier;
    private List<String> collect = List.of();
    private Map<String, String> labels = Map.of();
    private @Nullable Callback callback;
    private @Nullable Command command;
    private Dialogue.Input input = Dialogue.Input.ENDS;
    private @Nullable TerminalSize terminal;
    private @Nullable Retain retain;
    private boolean deterministic;
    private List<SecretUse> secrets = List.of();

    RequestReader(JsonCursor cursor, Faults faults, StoredContent stored) {
        this.cursor = cursor;
        this.faults = faults;
        this.stored = stored;
    }

    void read() {
        cursor.object(this::field);
    }

    Decoded decoded() {
        if (runtime == null) {
            faults.invalid("#/runtime", "is required: the name of a language, such as python");
        }
        if (source == null && files == null && command == null) {
            faults.invalid("#/source", "is required, unless there are files");
        }
        if (source != null && files != null) {
            faults.invalid(
                    "#/files",
                    "goes without source: drop one of them, or put the source among the files and name it by entry");
        }
        if (source != null && entry != null) {
            faults.invalid("#/entry", "goes with files; source is one file, named by the runtime");
        }
        return faults.worst().<Decoded>map(Decoded.Declined::new).orElseGet(() -> new Decoded.Understood(request()));
    }

    private Request request() {
        return new Request(
                String.valueOf(runtime),
                Optional.ofNullable(source),
                files == null ? List.of() : files,
                Optional.ofNullable(entry),
                args,
                env,
                buildArgs,
                buildEnv,
                new Content.Inline(stdin == null ? new byte[0] : stdin),
                limits,
                buildLimits,
                Optional.ofNullable(tier),
                collect,
                labels,
                Optional.ofNullable(callback),
                Optional.ofNullable(command),
                new Dialogue(input, Optional.ofNullable(terminal)),
                Optional.ofNullable(retain),
                deterministic,
                secrets);
    }

    private void field(String name) {
        switch (name) {
            case "runtime" -> cursor.text().ifPresent(text -> runtime = text);
            case "source" -> cursor.content().ifPresent(bytes -> source = new Content.Inline(bytes));
            case "files" -> files = files();
            case "entry" -> path().ifPresent(path -> entry = path);
            case "args" -> args = cursor.texts();
            case "env" -> env = cursor.textsByName();
            case "build" -> cursor.object(this::buildField);
            case "command" -> command();
            case "stdin" -> stdin(cursor.content());
            case "stdin_base64" -> stdin(base64());
            case "limits" -> limits = limits();
            case "build_limits" -> buildLimits = limits();
            case "tier" -> tier();
            case "collect" -> collect = cursor.texts();
            case "labels" -> labels = cursor.textsByName();
            case "network" -> network();
            case "deterministic" -> cursor.truth().ifPresent(value -> deterministic = value);
            case "secrets" -> secrets = new SecretUseReader(cursor, faults).read();
            case "interactive" ->
                cursor.truth().ifPresent(open -> input = open ? Dialogue.Input.STAYS_OPEN : Dialogue.Input.ENDS);
            case "terminal" -> terminal = TerminalReader.read(cursor, faults).orElse(null);
            case "callback" -> callback();
            case "retain" -> retain();
            default -> cursor.unknown(FIELDS);
        }
    }

    private void buildField(String name) {
        switch (name) {
            case "args" -> buildArgs = cursor.texts();
            case "env" -> buildEnv = cursor.textsByName();
            default -> cursor.unknown("args", "env");
        }
    }

    private void command() {
        String pointer = cursor.pointer();
        List<StepName> step = new ArrayList<>();
        List<String> argv = new ArrayList<>();
        cursor.object(name -> {
            switch (name) {
                case "argv" -> argv.addAll(cursor.texts());
                case "step" -> step().ifPresent(step::add);
                default -> cursor.unknown("argv", "step");
            }
        });
        if (argv.isEmpty() || argv.getFirst().isEmpty()) {
            faults.invalid(pointer + "/argv", "has at least the name of a program");
        } else {
            command = new Command(step.stream().findFirst().orElse(StepName.RUN), argv);
        }
    }

    private Optional<StepName> step() {
        String pointer = cursor.pointer();
        return cursor.text().flatMap(text -> switch (text) {
            case "build" -> Optional.of(StepName.BUILD);
            case "run" -> Optional.of(StepName.RUN);
            default -> {
                faults.invalid(pointer, "must be build or run");
                yield Optional.<StepName>empty();
            }
        });
    }

    private List<SourceFile> files() {
        List<SourceFile> read = new ArrayList<>();
        cursor.array(() -> new FileReader().read().ifPresent(read::add));
        return read;
    }

    /** One element of {@code files}. */
    private final class FileReader {
        private final String pointer = cursor.pointer();
        private @Nullable WorkPath path;
        private @Nullable Content content;
        private boolean pathGiven;
        private int contents;
        private boolean executable;

        Optional<SourceFile> read() {
            cursor.object(this::field);
            if (!pathGiven) {
                faults.invalid(pointer + "/path", "is required");
            }
            if (contents != 1) {
                faults.invalid(pointer, "has exactly one of content, content_base64 and blob");
            }
            return path == null || content == null
                    ? Optional.empty()
                    : Optional.of(new SourceFile(path, content, executable));
        }

        private void field(String name) {
            switch (name) {
                case "path" -> {
                    pathGiven = true;
                    path().ifPresent(value -> path = value);
                }
                case "content" -> {
                    contents++;
                    cursor.content().ifPresent(bytes -> content = new Content.Inline(bytes));
                }
                case "content_base64" -> {
                    contents++;
                    base64().ifPresent(bytes -> content = new Content.Inline(bytes));
                }
                case "blob" -> {
                    contents++;
                    blob().ifPresent(value -> content = value);
                }
                case "executable" -> cursor.truth().ifPresent(value -> executable = value);
                default -> cursor.unknown(FIELDS_OF_FILE);
            }
        }
    }

    private Optional<Content.Stored> blob() {
        String pointer = cursor.pointer();
        return cursor.text().flatMap(text -> {
            var digest = DigestText.parse(text);
            if (digest.isEmpty()) {
                faults.invalid(pointer, "must be sha256: and 64 lower-case hexadecimal digits");
                return Optional.empty();
            }
            Optional<Content.Stored> found = stored.find(digest.get());
            if (found.isEmpty()) {
                faults.invalid(pointer, "is not stored here; send it to /v1/blobs first");
            }
            return found;
        });
    }

    private Optional<WorkPath> path() {
        String pointer = cursor.pointer();
        return cursor.text().flatMap(text -> {
            Optional<String> fault = WorkPath.fault(text);
            fault.ifPresent(why -> faults.invalid(pointer, why));
            return fault.isPresent() ? Optional.empty() : Optional.of(new WorkPath(text));
        });
    }

    private void stdin(Optional<byte[]> bytes) {
        if (stdin != null) {
            faults.invalid("#/stdin_base64", "goes without stdin: give one of them");
        }
        stdin = bytes.orElseGet(() -> new byte[0]);
    }

    private Optional<byte[]> base64() {
        String pointer = cursor.pointer();
        return cursor.text().flatMap(text -> {
            try {
                return Optional.of(Base64.getDecoder().decode(text));
            } catch (IllegalArgumentException notBase64) {
                faults.invalid(pointer, "is not base64 (RFC 4648, section 4)");
                return Optional.empty();
            }
        });
    }

    private Map<Limit, Long> limits() {
        Map<Limit, Long> read = new EnumMap<>(Limit.class);
        cursor.object(name -> Arrays.stream(Limit.values())
                .filter(limit -> limit.label().equals(name))
                .findFirst()
                .ifPresentOrElse(
                        limit -> cursor.whole().ifPresent(value -> read.put(limit, value)),
                        () -> cursor.unknown(Limit.labels())));
        return read;
    }

    private void callback() {
        String pointer = cursor.pointer();
        List<String> url = new ArrayList<>();
        List<String> secret = new ArrayList<>();
        cursor.object(name -> {
            String place = cursor.pointer();
            switch (name) {
                case "url" -> faultless(place, CallbackUrl::fault).ifPresent(url::add);
                case "secret" -> faultless(place, Callback::secretFault).ifPresent(secret::add);
                default -> cursor.unknown("url", "secret");
            }
        });
        if (!url.isEmpty()) {
            callback = new Callback(url.getFirst(), secret.stream().findFirst());
        } else if (faults.worst().isEmpty()) {
            faults.invalid(pointer + "/url", "is required");
        }
    }

    private Optional<String> faultless(String pointer, Function<String, Optional<String>> fault) {
        Optional<String> text = cursor.text();
        Optional<String> why = text.flatMap(fault);
        why.ifPresent(each -> faults.invalid(pointer, each));
        return why.isPresent() ? Optional.empty() : text;
    }

    private void tier() {
        String pointer = cursor.pointer();
        cursor.text()
                .ifPresent(text -> Arrays.stream(Tier.values())
                        .filter(each -> each.label().equals(text))
                        .findFirst()
                        .ifPresentOrElse(
                                each -> tier = each,
                                () -> faults.invalid(pointer, "must be process, gvisor or microvm")));
    }

    private void network() {
        String pointer = cursor.pointer();
        cursor.object(name -> {
            if (!name.equals("allow")) {
                cursor.unknown("allow");
            } else if (!cursor.texts().isEmpty()) {
                faults.notOffered(pointer, "network access");
            }
        });
    }

    private void retain() {
        String pointer = cursor.pointer();
        cursor.text()
                .ifPresent(text -> Retain.of(text)
                        .ifPresentOrElse(
                                each -> retain = each, () -> faults.invalid(pointer, "must be full, digest or none")));
    }
}
