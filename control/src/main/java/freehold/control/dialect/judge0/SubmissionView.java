package freehold.control.dialect.judge0;

import freehold.control.dialect.Output;
import freehold.control.dialect.PeerJson;
import freehold.control.record.Entry;
import freehold.execution.Execution;
import freehold.execution.Outcome;
import freehold.execution.StepName;
import freehold.execution.StepResult;
import freehold.execution.Verdict;
import freehold.quantity.Rfc3339;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A submission as clients see it: what was asked from the stored request, what came of it from the execution. */
final class SubmissionView {
    private static final byte[] NOTHING = {};

    private final Entry entry;
    private final JsonNode asked;
    private final Languages languages;
    private final boolean isRedirected;
    private final Result result;

    private SubmissionView(Entry entry, JsonNode asked, Languages languages) {
        this.entry = entry;
        this.asked = asked;
        this.languages = languages;
        this.isRedirected = asked.path("redirect_stderr_to_stdout").asBoolean(false);
        this.result = StatusRule.of(execution(), stdout(), bytes("expected_output"));
    }

    /** @param asked its fields, as they are kept with it */
    static SubmissionView of(Entry entry, JsonNode asked, Languages languages) {
        return new SubmissionView(entry, asked, languages);
    }

    /** Empty if the execution came by another way than this dialect. */
    static Optional<SubmissionView> of(Entry entry, Languages languages) {
        return StoredSubmission.fields(entry.request()).map(asked -> new SubmissionView(entry, asked, languages));
    }

    Execution execution() {
        return entry.execution();
    }

    String token() {
        return Token.of(execution().id());
    }

    Result result() {
        return result;
    }

    /** Whether all that is wanted can be written so. */
    boolean isWritable(Set<Field> wanted, Encoding encoding) {
        return encoding == Encoding.BASE64
                || wanted.stream().map(this::content).flatMap(Optional::stream).allMatch(Output::isText);
    }

    ObjectNode json(Set<Field> wanted, Encoding encoding) {
        ObjectNode json = PeerJson.object();
        wanted.forEach(field -> put(json, field, encoding));
        return json;
    }

    private void put(ObjectNode json, Field field, Encoding encoding) {
        String name = field.label();
        switch (field) {
            case SOURCE_CODE, STDIN, EXPECTED_OUTPUT, STDOUT, STDERR, COMPILE_OUTPUT, MESSAGE ->
                json.put(
                        name,
                        content(field)
                                .map(bytes -> switch (encoding) {
                                    case BASE64 -> Base64Text.encode(bytes);
                                    case PLAIN -> Output.text(bytes);
                                })
                                .orElse(null));
            case LANGUAGE_ID -> json.put(name, languageId());
            case STATUS_ID -> json.put(name, result.status().id());
            case STATUS ->
                json.putObject(name)
                        .put("id", result.status().id())
                        .put("description", result.status().description());
            case LANGUAGE ->
                json.putObject(name)
                        .put("id", languageId())
                        .put(
                                "name",
                                languages
                                        .find(languageId())
                                        .map(Languages.Language::name)
                                        .orElse(null));
            case CREATED_AT -> json.put(name, time(Optional.of(execution().createdAt())));
            case FINISHED_AT -> json.put(name, time(execution().finishedAt()));
            case TIME ->
                json.put(
                        name,
                        run().map(run -> Decimal.seconds(run.report().cpu())).orElse(null));
            case WALL_TIME ->
                json.put(
                        name,
                        run().map(run -> Decimal.seconds(run.report().wall())).orElse(null));
            case MEMORY ->
                json.put(
                        name,
                        run().map(run -> run.report().memoryPeak().count() >> 10)
                                .orElse(null));
            case TOKEN -> json.put(name, token());
            case EXIT_CODE -> json.put(name, result.exitCode().orElse(null));
            case EXIT_SIGNAL -> json.put(name, result.exitSignal().orElse(null));
            case NUMBER_OF_RUNS -> number(json, Quantity.NUMBER_OF_RUNS);
            case CPU_TIME_LIMIT -> number(json, Quantity.CPU_TIME_LIMIT);
            case CPU_EXTRA_TIME -> number(json, Quantity.CPU_EXTRA_TIME);
            case WALL_TIME_LIMIT -> number(json, Quantity.WALL_TIME_LIMIT);
            case MEMORY_LIMIT -> number(json, Quantity.MEMORY_LIMIT);
            case STACK_LIMIT -> number(json, Quantity.STACK_LIMIT);
            case MAX_PROCESSES_AND_OR_THREADS -> number(json, Quantity.MAX_PROCESSES_AND_OR_THREADS);
            case MAX_FILE_SIZE -> number(json, Quantity.MAX_FILE_SIZE);
            case ENABLE_PER_PROCESS_AND_THREAD_TIME_LIMIT, ENABLE_PER_PROCESS_AND_THREAD_MEMORY_LIMIT, ENABLE_NETWORK ->
                json.put(name, false);
            case REDIRECT_STDERR_TO_STDOUT -> json.put(name, isRedirected);
            case COMPILER_OPTIONS, COMMAND_LINE_ARGUMENTS, CALLBACK_URL, ADDITIONAL_FILES ->
                json.put(name, PeerJson.scalar(asked, name).orElse(null));
        }
    }

    /** What may be no text. Output of which there is none is absent. */
    private Optional<byte[]> content(Field field) {
        return switch (field) {
            case SOURCE_CODE, STDIN, EXPECTED_OUTPUT -> bytes(field.label());
            case STDOUT -> some(stdout());
            case STDERR ->
                isRedirected ? Optional.empty() : run().map(StepResult::stderr).flatMap(SubmissionView::some);
            case COMPILE_OUTPUT -> compileOutput();
            case MESSAGE -> result.message().map(text -> text.getBytes(StandardCharsets.UTF_8));
            case LANGUAGE_ID,
                    STATUS_ID,
                    CREATED_AT,
                    FINISHED_AT,
                    TIME,
                    MEMORY,
                    TOKEN,
                    NUMBER_OF_RUNS,
                    CPU_TIME_LIMIT,
                    CPU_EXTRA_TIME,
                    WALL_TIME_LIMIT,
                    MEMORY_LIMIT,
                    STACK_LIMIT,
                    MAX_PROCESSES_AND_OR_THREADS,
                    ENABLE_PER_PROCESS_AND_THREAD_TIME_LIMIT,
                    ENABLE_PER_PROCESS_AND_THREAD_MEMORY_LIMIT,
                    MAX_FILE_SIZE,
                    EXIT_CODE,
                    EXIT_SIGNAL,
                    WALL_TIME,
                    COMPILER_OPTIONS,
                    COMMAND_LINE_ARGUMENTS,
                    REDIRECT_STDERR_TO_STDOUT,
                    CALLBACK_URL,
                    ADDITIONAL_FILES,
                    ENABLE_NETWORK,
                    STATUS,
                    LANGUAGE -> Optional.empty();
        };
    }

    private byte[] stdout() {
        return isRedirected
                ? Output.interleaved(entry, StepName.RUN)
                : run().map(StepResult::stdout).orElse(NOTHING);
    }

    private Optional<byte[]> compileOutput() {
        Optional<byte[]> written = some(Output.interleaved(entry, StepName.BUILD));
        Optional<Outcome> failed = execution().outcome().filter(outcome -> outcome.verdict() == Verdict.BUILD_FAILED);
        boolean late = failed.flatMap(Outcome::build)
                .filter(build -> switch (build.report().cause()) {
                    case CPU, WALL -> true;
                    case ITSELF, STDOUT, STDERR, MEMORY, FORBIDDEN, KILLED, NO_EXEC -> false;
                })
                .isPresent();
        if (late) {
            return Optional.of("Compilation time limit exceeded.".getBytes(StandardCharsets.UTF_8));
        }
        return written.or(() -> failed.map(outcome -> outcome.explanation().getBytes(StandardCharsets.UTF_8)));
    }

    /** The run step, as far as the peer would speak of it: not before the end. */
    private Optional<StepResult> run() {
        return execution().outcome().flatMap(Outcome::run);
    }

    private int languageId() {
        return asked.path("language_id").asInt(0);
    }

    private Optional<byte[]> bytes(String field) {
        return PeerJson.scalar(asked, field).map(Base64Text::decode);
    }

    private void number(ObjectNode json, Quantity quantity) {
        BigDecimal value = quantity.limit().isPresent()
                ? quantity.theirs(execution().limits())
                : PeerJson.scalar(asked, quantity.field()).map(BigDecimal::new).orElse(quantity.usual());
        if (quantity.isDecimal()) {
            json.put(quantity.field(), quantity.text(value));
        } else {
            json.put(quantity.field(), value.longValue());
        }
    }

    private static Optional<byte[]> some(byte[] bytes) {
        return bytes.length == 0 ? Optional.empty() : Optional.of(bytes);
    }

    private static @Nullable String time(Optional<Instant> instant) {
        return instant.map(Rfc3339::millis).orElse(null);
    }
}
