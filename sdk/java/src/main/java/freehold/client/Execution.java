package freehold.client;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One program run once. What is not known before the end is empty until then.
 *
 * @param receipt where its receipt is, once it has ended
 * @param retain how much is kept of it; of less than everything output is empty once its end is stored
 */
public record Execution(
        String id,
        State state,
        Optional<Verdict> verdict,
        Optional<String> explanation,
        RuntimeUsed runtime,
        Tier tier,
        Start start,
        EffectiveLimits limits,
        Optional<Step> build,
        Optional<Step> run,
        Optional<Evidence> evidence,
        Optional<Timing> timing,
        List<Artifact> artifacts,
        Map<String, String> labels,
        Instant createdAt,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        Optional<String> receipt,
        Optional<PolicyVersion> policy,
        Retain retain,
        Optional<Repeatability> deterministic,
        List<SecretVersion> secrets) {
    public Execution {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(explanation, "explanation");
        Objects.requireNonNull(runtime, "runtime");
        Objects.requireNonNull(tier, "tier");
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(build, "build");
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(evidence, "evidence");
        Objects.requireNonNull(timing, "timing");
        artifacts = List.copyOf(artifacts);
        labels = Map.copyOf(labels);
        Objects.requireNonNull(createdAt, "created_at");
        Objects.requireNonNull(startedAt, "started_at");
        Objects.requireNonNull(finishedAt, "finished_at");
        Objects.requireNonNull(receipt, "receipt");
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(retain, "retain");
        Objects.requireNonNull(deterministic, "deterministic");
        secrets = List.copyOf(secrets);
    }

    public boolean isFinished() {
        return state == State.FINISHED;
    }

    public boolean isSucceeded() {
        return verdict.equals(Optional.of(Verdict.SUCCEEDED));
    }

    /** What the program wrote; empty where it did not run. */
    public String stdout() {
        return run.map(Step::stdout).orElse("");
    }

    /** What the program wrote to its error stream; empty where it did not run (a compiler's is that of {@link #build}). */
    public String stderr() {
        return run.map(Step::stderr).orElse("");
    }

    /** The runtime as it was chosen. */
    public record RuntimeUsed(String name, String version, String digest) {}

    /** The policy that granted it, as it was then. */
    public record PolicyVersion(String name, String digest) {}

    /** What is the same each time it runs on the same kernel and machine, and what is not, in words. */
    public record Repeatability(List<String> fixed, List<String> notFixed) {}

    /** Whose value its program got. */
    public record SecretVersion(String name, int version) {}

    /** What was seen of it from outside. */
    public record Evidence(List<String> limitsHit, int oomKills, List<String> deniedSyscalls, List<JsonNode> egress) {}

    /** Where the time went. */
    public record Timing(double queuedMs, double preparedMs, double builtMs, double ranMs, double collectedMs) {}

    record Page(List<Execution> items, Optional<String> next) {
        Page {
            items = List.copyOf(items);
            Objects.requireNonNull(next, "next");
        }
    }
}
