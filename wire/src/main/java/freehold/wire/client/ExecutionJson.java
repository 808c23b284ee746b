package freehold.wire.client;

import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the execution object, pages of them and their timelines, as far as a client wants to know them. */
public final class ExecutionJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS) // behind one execution of a page comes the next
            .build();

    private ExecutionJson() {}

    /**
     * An execution that has finished, or not yet.
     *
     * @param verdict as on the wire; empty before the end
     * @param start as on the wire, such as {@code warm}
     * @param policy that granted it, by name and digest
     * @param retain how much is kept, as on the wire
     * @param limits by their names on the wire, in their order
     * @param createdAt when it was accepted; empty where the server tells no time
     */
    public record Seen(
            String id,
            String state,
            Optional<String> verdict,
            String explanation,
            String runtimeName,
            String runtimeVersion,
            String tier,
            String start,
            Optional<String> policy,
            String retain,
            Map<String, Long> limits,
            Optional<Step> build,
            Optional<Step> run,
            List<Artifact> artifacts,
            Map<String, String> labels,
            Optional<Instant> createdAt,
            Optional<Instant> startedAt,
            Optional<Instant> finishedAt) {
        /** The run step, or the build step where nothing ran. */
        public Optional<Step> last() {
            return run.or(() -> build);
        }

        public boolean hasEnded() {
            return verdict.isPresent();
        }
    }

    /**
     * What a step did; exactly one of exit code and signal is there.
     *
     * @param truncated which of {@code stdout} and {@code stderr} is not whole
     */
    public record Step(
            Optional<Integer> exitCode,
            Optional<String> signal,
            String stdout,
            String stderr,
            List<String> truncated,
            double cpuMillis,
            double wallMillis,
            long memoryPeakBytes) {}

    /** A file that was brought back; {@code href} is relative to the server. */
    public record Artifact(String path, long sizeBytes, String href) {}

    /**
     * What an execution went through.
     *
     * @param receiptPosition where its receipt is in the chain of the tenant, once it is there
     */
    public record Timeline(List<Moment> steps, Optional<Long> receiptPosition) {
        /** Which worker had it; empty before one has. */
        public Optional<String> worker() {
            return steps.stream().flatMap(step -> step.worker().stream()).findFirst();
        }
    }

    /** A step of it, from its beginning. */
    public record Moment(
            String name, Optional<Instant> at, Optional<Double> tookMillis, Optional<String> worker, String detail) {}

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is not an execution object
     */
    public static Seen read(byte[] json) {
        return execution(tree(json));
    }

    /**
     * Reads a page of them, one at a time, for the output of all may be more than fits.
     *
     * @param each is given every one, in their order
     * @return the cursor of the page after this one
     * @throws IllegalArgumentException if it is no page of executions
     */
    public static Optional<String> page(InputStream json, Consumer<Seen> each) {
        Optional<String> next = Optional.empty();
        boolean isPage = false;
        try (JsonParser parser = MAPPER.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("not a page of executions");
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("items") && value == JsonToken.START_ARRAY) {
                    isPage = true;
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        each.accept(execution(MAPPER.readTree(parser)));
                    }
                } else if (name.equals("next") && value == JsonToken.VALUE_STRING) {
                    next = Optional.of(parser.getString());
                } else {
                    parser.skipChildren();
                }
            }
        } catch (JacksonException other) {
            throw new IllegalArgumentException("not a page of executions", other);
        }
        if (!isPage) {
            throw new IllegalArgumentException("not a page of executions");
        }
        return next;
    }

    /**
     * Reads what {@code /timeline} answers.
     *
     * @throws IllegalArgumentException if it is no timeline
     */
    public static Timeline timeline(byte[] json) {
        JsonNode root = tree(json);
        if (!root.path("steps").isArray()) {
            throw new IllegalArgumentException("not a timeline");
        }
        List<Moment> steps = new ArrayList<>();
        for (JsonNode step : root.path("steps")) {
            JsonNode took = step.path("took_ms");
            steps.add(new Moment(
                    step.path("name").asString(""),
                    time(step.path("at")),
                    took.isNumber() ? Optional.of(took.asDouble()) : Optional.empty(),
                    text(step.path("worker")),
                    step.path("detail").asString("")));
        }
        JsonNode position = root.path("receipt_position");
        return new Timeline(
                List.copyOf(steps), position.isNumber() ? Optional.of(position.asLong(0)) : Optional.empty());
    }

    private static JsonNode tree(byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (JacksonException other) {
            throw new IllegalArgumentException("not an execution object", other);
        }
    }

    private static Seen execution(JsonNode root) {
        JsonNode runtime = root.path("runtime");
        if (!root.path("id").isString() || !runtime.isObject()) {
            throw new IllegalArgumentException("not an execution object");
        }
        List<Artifact> artifacts = new ArrayList<>();
        for (JsonNode artifact : root.path("artifacts")) {
            artifacts.add(new Artifact(
                    artifact.path("path").asString(""),
                    Math.max(0, artifact.path("size_bytes").asLong(0)),
                    artifact.path("href").asString("")));
        }
        Map<String, Long> limits = new LinkedHashMap<>();
        root.path("limits")
                .properties()
                .forEach(each -> limits.put(each.getKey(), each.getValue().asLong(0)));
        Map<String, String> labels = new LinkedHashMap<>();
        root.path("labels")
                .properties()
                .forEach(each -> labels.put(each.getKey(), each.getValue().asString("")));
        JsonNode policy = root.path("policy");
        return new Seen(
                root.path("id").asString(),
                root.path("state").asString(""),
                text(root.path("verdict")),
                root.path("explanation").asString(""),
                runtime.path("name").asString(""),
                runtime.path("version").asString(""),
                root.path("tier").asString(""),
                root.path("start").asString(""),
                policy.isObject()
                        ? Optional.of(policy.path("name").asString("") + " "
                                + policy.path("digest").asString(""))
                        : Optional.empty(),
                root.path("retain").asString(""),
                limits,
                step(root.path("build")),
                step(root.path("run")),
                List.copyOf(artifacts),
                labels,
                time(root.path("created_at")),
                time(root.path("started_at")),
                time(root.path("finished_at")));
    }

    /** One that an event is said to have brought along; empty if it did not, or it has no verdict yet. */
    public static Optional<Seen> ended(byte[] json) {
        try {
            return Optional.of(read(json)).filter(seen -> seen.verdict().isPresent());
        } catch (IllegalArgumentException | JacksonException none) {
            return Optional.empty();
        }
    }

    private static Optional<Step> step(JsonNode json) {
        if (!json.isObject()) {
            return Optional.empty();
        }
        JsonNode usage = json.path("usage");
        JsonNode exitCode = json.path("exit_code");
        List<String> truncated = new ArrayList<>();
        json.path("truncated").forEach(each -> truncated.add(each.asString("")));
        return Optional.of(new Step(
                exitCode.isInt() ? Optional.of(exitCode.intValue()) : Optional.empty(),
                text(json.path("signal")),
                json.path("stdout").asString(""),
                json.path("stderr").asString(""),
                List.copyOf(truncated),
                usage.path("cpu_ms").asDouble(0),
                usage.path("wall_ms").asDouble(0),
                usage.path("memory_peak_bytes").asLong(0)));
    }

    private static Optional<Instant> time(JsonNode json) {
        try {
            return text(json).map(Instant::parse);
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(JsonNode json) {
        return json.isString() ? Optional.of(json.asString()) : Optional.empty();
    }
}
