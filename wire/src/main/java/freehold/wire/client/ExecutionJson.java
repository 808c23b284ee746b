package freehold.wire.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the execution object, as far as a client wants to know it. */
public final class ExecutionJson {
    private static final JsonMapper MAPPER = new JsonMapper();

    private ExecutionJson() {}

    /**
     * An execution that has finished, or not yet.
     *
     * @param verdict as on the wire; empty before the end
     * @param last the run step, or the build step where nothing ran
     */
    public record Seen(
            String id,
            Optional<String> verdict,
            String explanation,
            String runtimeName,
            String runtimeVersion,
            String tier,
            Optional<Step> last,
            List<Artifact> artifacts) {}

    /** What a step did; exactly one of exit code and signal is there. */
    public record Step(
            Optional<Integer> exitCode,
            Optional<String> signal,
            double cpuMillis,
            double wallMillis,
            long memoryPeakBytes) {}

    /** A file that was brought back; {@code href} is relative to the server. */
    public record Artifact(String path, String href) {}

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is not an execution object
     */
    public static Seen read(byte[] json) {
        JsonNode root = MAPPER.readTree(json);
        JsonNode runtime = root.path("runtime");
        if (!root.path("id").isString() || !runtime.isObject()) {
            throw new IllegalArgumentException("not an execution object");
        }
        List<Artifact> artifacts = new ArrayList<>();
        for (JsonNode artifact : root.path("artifacts")) {
            artifacts.add(new Artifact(
                    artifact.path("path").asString(""), artifact.path("href").asString("")));
        }
        return new Seen(
                root.path("id").asString(),
                text(root.path("verdict")),
                root.path("explanation").asString(""),
                runtime.path("name").asString(""),
                runtime.path("version").asString(""),
                root.path("tier").asString(""),
                step(root.path("run")).or(() -> step(root.path("build"))),
                List.copyOf(artifacts));
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
        return Optional.of(new Step(
                exitCode.isInt() ? Optional.of(exitCode.intValue()) : Optional.empty(),
                text(json.path("signal")),
                usage.path("cpu_ms").asDouble(0),
                usage.path("wall_ms").asDouble(0),
                usage.path("memory_peak_bytes").asLong(0)));
    }

    private static Optional<String> text(JsonNode json) {
        return json.isString() ? Optional.of(json.asString()) : Optional.empty();
    }
}
