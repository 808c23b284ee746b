package freehold.control.sql;

import freehold.cell.Tier;
import freehold.control.record.Entry;
import freehold.control.record.Journal;
import freehold.control.vault.Purpose;
import freehold.control.vault.Vault;
import freehold.execution.Artifact;
import freehold.execution.Execution;
import freehold.execution.ExecutionId;
import freehold.execution.Outcome;
import freehold.execution.Repeatability;
import freehold.execution.Start;
import freehold.execution.State;
import freehold.execution.StepName;
import freehold.execution.StepResult;
import freehold.execution.Timing;
import freehold.execution.Verdict;
import freehold.execution.WorkPath;
import freehold.policy.PolicyIdentity;
import freehold.policy.PolicyName;
import freehold.policy.Retain;
import freehold.quantity.Digest;
import freehold.runtime.RuntimeIdentity;
import freehold.secret.SecretName;
import freehold.secret.SecretVersion;
import freehold.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Executions as rows: one of their own, and those of their steps, artifacts, labels and uses of content. */
final class ExecutionRows {
    private static final String INSERT =
            "insert into execution (id, tenant, state, verdict, explanation, runtime_name, "
                    + "runtime_version, runtime_digest, tier, cpu_ms, wall_ms, memory_bytes, processes, output_bytes, disk_bytes, "
                    + "open_files, created_us, started_us, finished_us, queued_ns, prepared_ns, built_ns, ran_ns, collected_ns, "
                    + "build_cached, start, request, journal, policy_name, policy_digest, retain, repeatability, secrets, sealed) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                    + "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)";

    /** Without the request and the journal, which are as long as clients and programs please. */
    static final String FACTS =
            "id, tenant, state, verdict, explanation, runtime_name, runtime_version, runtime_digest, "
                    + "tier, cpu_ms, wall_ms, memory_bytes, processes, output_bytes, disk_bytes, open_files, created_us, started_us, "
                    + "finished_us, queued_ns, prepared_ns, built_ns, ran_ns, collected_ns, build_cached, start, policy_name, policy_digest, "
                    + "retain, repeatability, secrets";

    /** No state: it has a receipt, so it ended at some time. */
    private static final String ATTESTED = "attested";

    private ExecutionRows() {}

    /**
     * Puts the entry in place of what there is, unless that has finished or was erased, or another control has it; whether it is there now.
     *
     * @param control who has it from now on until its end, where several share the record
     */
    static boolean save(Session session, SealedEntry sealed, Optional<String> control) throws SQLException {
        Entry entry = sealed.entry();
        Execution execution = entry.execution();
        String id = execution.id().value();
        List<String> found = session.query(
                "with there as (select state from execution where id = ?"
                        + session.engine().lockingRows()
                        + ") select state from there union all select '" + ATTESTED
                        + "' from ledger where execution = ?",
                row -> row.getString(1),
                id,
                id);
        if (found.contains(State.FINISHED.label()) || found.equals(List.of(ATTESTED))) {
            return false; // it has ended, and may have been erased since
        }
        boolean isThere = !found.isEmpty();
        if (control.isPresent() && isThere && !SqlTenures.holder(session, id).equals(control)) {
            return false; // it was taken over, and will be ended, by another one
        }
        if (isThere) {
            session.ahead("delete from execution where id = ?", id);
        }
        insert(session, sealed);
        if (control.isPresent() && execution.outcome().isEmpty()) {
            SqlTenures.begin(session, id, control.get());
        }
        for (Map.Entry<String, String> label : execution.labels().entrySet()) {
            session.ahead("insert into label values (?, ?, ?)", id, label.getKey(), label.getValue());
        }
        Set<Digest> used = new HashSet<>(sealed.inputs());
        if (execution.outcome().isPresent()) {
            outcome(session, sealed, execution.outcome().get(), used);
            UseRows.add(session, execution);
            GroupUseRows.add(session, execution);
            if (entry.callback().isPresent()) {
                CallbackRows.insert(session, execution, entry.callback().get(), sealed.secret());
            }
        }
        for (Digest digest : used) {
            session.ahead(
                    "insert into content_use values (?, ?, ?)",
                    execution.tenant().value(),
                    digest.hex(),
                    id);
        }
        return true;
    }

    private static void outcome(Session session, SealedEntry sealed, Outcome outcome, Set<Digest> used)
            throws SQLException {
        ExecutionId id = sealed.id();
        if (outcome.build().isPresent()) {
            StepRows.insert(
                    session,
                    id,
                    StepName.BUILD,
                    outcome.build().get(),
                    sealed.build().orElseThrow());
        }
        if (outcome.run().isPresent()) {
            StepRows.insert(
                    session, id, StepName.RUN, outcome.run().get(), sealed.run().orElseThrow());
        }
        int position = 0;
        for (Artifact artifact : SealedEntry.artifacts(sealed.entry().execution(), outcome.artifacts())) {
            session.ahead(
                    "insert into artifact values (?, ?, ?, ?, ?)",
                    id.value(),
                    position++,
                    artifact.path().value(),
                    artifact.sizeBytes(),
                    artifact.digest().hex());
            if (!sealed.isReduced()) {
                used.add(artifact.digest());
            }
        }
    }

    private static void insert(Session session, SealedEntry sealed) throws SQLException {
        Execution execution = sealed.entry().execution();
        Outcome outcome = execution.outcome().orElse(null);
        Timing timing = outcome == null ? null : outcome.timing();
        @Nullable
        Object[] identity = {
            execution.id().value(),
            execution.tenant().value(),
            execution.state().label(),
            outcome == null ? null : outcome.verdict().label(),
            outcome == null ? null : outcome.explanation(),
            execution.runtime().name(),
            execution.runtime().version(),
            execution.runtime().digest().hex(),
            execution.tier().label()
        };
        @Nullable
        Object[] course = {
            micros(execution.createdAt()),
            execution.startedAt().map(ExecutionRows::micros).orElse(null),
            execution.finishedAt().map(ExecutionRows::micros).orElse(null),
            execution.queued().toNanos(),
            timing == null ? null : timing.prepared().toNanos(),
            timing == null ? null : timing.built().toNanos(),
            timing == null ? null : timing.ran().toNanos(),
            timing == null ? null : timing.collected().toNanos(),
            outcome == null ? null : outcome.buildCached() ? 1 : 0,
            outcome == null ? null : outcome.start().label(),
            sealed.request(),
            sealed.journal().bytes(),
            execution.policy().map(policy -> policy.name().value()).orElse(null),
            execution.policy().map(policy -> policy.digest().hex()).orElse(null),
            execution.retain().label(),
            execution.repeatability().map(Repeatability::lines).orElse(null),
            secrets(execution.secrets())
        };
        session.ahead(INSERT, LimitColumns.between(identity, execution.limits(), course));
    }

    static Entry entry(Session session, ResultSet row, Vault vault) throws SQLException {
        String id = row.getString("id");
        Set<Digest> inputs = new HashSet<>(session.query(
                "select digest from content_use where execution = ?", use -> new Digest(use.getString(1)), id));
        byte[] request = opened(row, vault, Purpose.REQUEST, row.getBytes("request"));
        return new Entry(execution(session, row, vault), request, inputs, Journal.parse(row.getBytes("journal")));
    }

    /** What is from before there were keys is plain, until {@link Plain} has come by. */
    private static byte[] opened(ResultSet row, Vault vault, Purpose purpose, byte[] stored) throws SQLException {
        return row.getInt("sealed") == 0
                ? stored
                : vault.open(new TenantId(row.getString("tenant")), purpose, row.getString("id"), stored);
    }

    /** Where the steps of an execution are read. */
    private interface Steps {
        Optional<StepResult> read(ExecutionId id, StepName name) throws SQLException;
    }

    static Execution execution(Session session, ResultSet row, Vault vault) throws SQLException {
        return execution(session, row, (id, name) -> step(session, id, name, row, vault));
    }

    /** As if its steps had written nothing; needs no more than the {@link #FACTS}, and opens nothing. */
    static Execution withoutOutput(Session session, ResultSet row) throws SQLException {
        return execution(session, row, (id, name) -> StepRows.facts(session, id, name));
    }

    private static Execution execution(Session session, ResultSet row, Steps steps) throws SQLException {
        ExecutionId id = new ExecutionId(row.getString("id"));
        Map<String, String> labels = new HashMap<>();
        session.query(
                "select name, value from label where execution = ?",
                label -> labels.put(label.getString(1), label.getString(2)),
                id.value());
        Duration queued = Duration.ofNanos(row.getLong("queued_ns"));
        return new Execution(
                id,
                new TenantId(row.getString("tenant")),
                new RuntimeIdentity(
                        row.getString("runtime_name"),
                        row.getString("runtime_version"),
                        new Digest(row.getString("runtime_digest"))),
                Tier.valueOf(row.getString("tier").toUpperCase(Locale.ROOT)),
                policy(row),
                LimitColumns.read(row, ""),
                labels,
                state(row.getString("state")),
                queued,
                instant(row.getLong("created_us")),
                optionalInstant(row, "started_us"),
                optionalInstant(row, "finished_us"),
                outcome(session, id, row, queued, steps),
                Retain.of(row.getString("retain")).orElseThrow(() -> new SQLException("no such retain")),
                Optional.ofNullable(row.getString("repeatability")).map(Repeatability::ofLines),
                secrets(row.getString("secrets")));
    }

    static State state(String label) {
        return State.valueOf(label.toUpperCase(Locale.ROOT));
    }

    /** One line each: its version and its name. */
    private static @Nullable String secrets(List<SecretVersion> secrets) {
        return secrets.isEmpty()
                ? null
                : secrets.stream()
                        .map(each -> each.number() + " " + each.name())
                        .collect(Collectors.joining("\n"));
    }

    private static List<SecretVersion> secrets(@Nullable String lines) {
        return lines == null
                ? List.of()
                : lines.lines()
                        .map(line -> line.split(" ", 2))
                        .map(parts -> new SecretVersion(new SecretName(parts[1]), Integer.parseInt(parts[0])))
                        .toList();
    }

    private static Optional<PolicyIdentity> policy(ResultSet row) throws SQLException {
        String name = row.getString("policy_name");
        return name == null
                ? Optional.empty()
                : Optional.of(new PolicyIdentity(new PolicyName(name), new Digest(row.getString("policy_digest"))));
    }

    private static Optional<StepResult> step(Session session, ExecutionId id, StepName name, ResultSet row, Vault vault)
            throws SQLException {
        Optional<StepResult> found = StepRows.find(session, id, name);
        if (found.isEmpty()) {
            return found;
        }
        StepResult step = found.get();
        return Optional.of(new StepResult(
                step.report(),
                step.limits(),
                opened(row, vault, SealedEntry.stdout(name), step.stdout()),
                opened(row, vault, SealedEntry.stderr(name), step.stderr())));
    }

    private static Optional<Outcome> outcome(
            Session session, ExecutionId id, ResultSet row, Duration queued, Steps steps) throws SQLException {
        String verdict = row.getString("verdict");
        if (verdict == null) {
            return Optional.empty();
        }
        List<Artifact> artifacts = session.query(
                "select path, size_bytes, digest from artifact where execution = ? order by position",
                artifact -> new Artifact(
                        new WorkPath(artifact.getString(1)), artifact.getLong(2), new Digest(artifact.getString(3))),
                id.value());
        return Optional.of(new Outcome(
                Verdict.valueOf(verdict.toUpperCase(Locale.ROOT)),
                row.getString("explanation"),
                steps.read(id, StepName.BUILD),
                steps.read(id, StepName.RUN),
                row.getInt("build_cached") != 0,
                Start.valueOf(row.getString("start").toUpperCase(Locale.ROOT)),
                artifacts,
                new Timing(
                        queued,
                        Duration.ofNanos(row.getLong("prepared_ns")),
                        Duration.ofNanos(row.getLong("built_ns")),
                        Duration.ofNanos(row.getLong("ran_ns")),
                        Duration.ofNanos(row.getLong("collected_ns")))));
    }

    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static Optional<Instant> optionalInstant(ResultSet row, String column) throws SQLException {
        long micros = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(instant(micros));
    }
}
