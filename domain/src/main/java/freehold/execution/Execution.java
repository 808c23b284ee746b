package freehold.execution;

import freehold.cell.Limits;
import freehold.cell.Tier;
import freehold.policy.PolicyIdentity;
import freehold.policy.Retain;
import freehold.runtime.RuntimeIdentity;
import freehold.secret.SecretVersion;
import freehold.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One execution as it is known at one moment. Each step forward is a new value; only the transitions of {@link State} exist.
 *
 * @param policy the one that granted it, if any was in force
 * @param limits of the run step
 * @param queued from admission to the hand-over to a worker; zero while it waits
 * @param startedAt when a worker took it
 * @param outcome present exactly when the state is {@link State#FINISHED}
 * @param retain how much of it is kept once its end is stored
 * @param repeatability what is the same each time it runs, if that was asked for
 * @param secrets whose values its program got
 */
public record Execution(
        ExecutionId id,
        TenantId tenant,
        RuntimeIdentity runtime,
        Tier tier,
        Optional<PolicyIdentity> policy,
        Limits limits,
        Map<String, String> labels,
        State state,
        Duration queued,
        Instant createdAt,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        Optional<Outcome> outcome,
        Retain retain,
        Optional<Repeatability> repeatability,
        List<SecretVersion> secrets) {
    public Execution {
        labels = Map.copyOf(labels);
        secrets = List.copyOf(secrets);
        if ((state == State.FINISHED) != outcome.isPresent() || outcome.isPresent() != finishedAt.isPresent()) {
            throw new IllegalArgumentException("an outcome and its time belong to a finished execution: " + id);
        }
    }

    /** One without secrets, that may differ each time it runs. */
    public Execution(
            ExecutionId id,
            TenantId tenant,
            RuntimeIdentity runtime,
            Tier tier,
            Optional<PolicyIdentity> policy,
            Limits limits,
            Map<String, String> labels,
            State state,
            Duration queued,
            Instant createdAt,
            Optional<Instant> startedAt,
            Optional<Instant> finishedAt,
            Optional<Outcome> outcome,
            Retain retain) {
        this(
                id,
                tenant,
                runtime,
                tier,
                policy,
                limits,
                labels,
                state,
                queued,
                createdAt,
                startedAt,
                finishedAt,
                outcome,
                retain,
                Optional.empty(),
                List.of());
    }

    /** One of which everything is kept. */
    public Execution(
            ExecutionId id,
            TenantId tenant,
            RuntimeIdentity runtime,
            Tier tier,
            Optional<PolicyIdentity> policy,
            Limits limits,
            Map<String, String> labels,
            State state,
            Duration queued,
            Instant createdAt,
            Optional<Instant> startedAt,
            Optional<Instant> finishedAt,
            Optional<Outcome> outcome) {
        this(
                id,
                tenant,
                runtime,
                tier,
                policy,
                limits,
                labels,
                state,
                queued,
                createdAt,
                startedAt,
                finishedAt,
                outcome,
                Retain.FULL);
    }

    /** A plan that was just accepted. */
    public static Execution queued(Plan plan, Map<String, String> labels, Instant now) {
        return new Execution(
                plan.id(),
                plan.tenant(),
                RuntimeIdentity.of(plan.runtime()),
                plan.tier(),
                plan.policy(),
                plan.run().cell().limits(),
                labels,
                State.QUEUED,
                Duration.ZERO,
                now,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                plan.retain(),
                plan.repeatability(),
                plan.secrets().stream()
                        .map(use -> new SecretVersion(use.name(), use.version().orElseThrow()))
                        .toList());
    }

    /** A worker began that step. */
    public Execution started(StepName step, Instant now) {
        State next = switch (step) {
            case BUILD -> State.BUILDING;
            case RUN -> State.RUNNING;
        };
        return to(next, startedAt.or(() -> Optional.of(now)), Optional.empty(), Optional.empty());
    }

    /** The same, as whoever has it at this time sees it; an end is not taken from there. */
    public Execution seen(State there, Optional<Instant> started) {
        return state == State.FINISHED || there == State.FINISHED
                ? this
                : new Execution(
                        id,
                        tenant,
                        runtime,
                        tier,
                        policy,
                        limits,
                        labels,
                        there,
                        queued,
                        createdAt,
                        started,
                        finishedAt,
                        outcome,
                        retain,
                        repeatability,
                        secrets);
    }

    /** Its worker is gone: it waits again, as if none had begun it. */
    public Execution requeued() {
        if (state == State.QUEUED) {
            return this;
        }
        Execution again = to(State.QUEUED, Optional.empty(), Optional.empty(), Optional.empty());
        return again.waited(Duration.ZERO);
    }

    /** It ended; how long it waited becomes part of the timing. */
    public Execution finished(Outcome ending, Instant now) {
        Timing timing = ending.timing();
        Outcome whole = new Outcome(
                ending.verdict(),
                ending.explanation(),
                ending.build(),
                ending.run(),
                ending.buildCached(),
                ending.start(),
                ending.artifacts(),
                new Timing(queued, timing.prepared(), timing.built(), timing.ran(), timing.collected()));
        return to(State.FINISHED, startedAt, Optional.of(now), Optional.of(whole));
    }

    /** The same, having waited that long for a worker. */
    public Execution waited(Duration time) {
        return new Execution(
                id,
                tenant,
                runtime,
                tier,
                policy,
                limits,
                labels,
                state,
                time,
                createdAt,
                startedAt,
                finishedAt,
                outcome,
                retain,
                repeatability,
                secrets);
    }

    /** Whether its content is gone with its end: what is here of it then is empty. */
    public boolean isReduced() {
        return retain != Retain.FULL;
    }

    private Execution to(State next, Optional<Instant> started, Optional<Instant> ended, Optional<Outcome> ending) {
        if (!state.next().contains(next)) {
            throw new IllegalStateException(id + " cannot go from " + state + " to " + next);
        }
        return new Execution(
                id,
                tenant,
                runtime,
                tier,
                policy,
                limits,
                labels,
                next,
                queued,
                createdAt,
                started,
                ended,
                ending,
                retain,
                repeatability,
                secrets);
    }

    /** All bytes that it wrote and that were kept; 0 until it has ended. */
    public long outputBytes() {
        return outcome.map(Outcome::outputBytes).orElse(0L);
    }
}
