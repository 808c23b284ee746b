package freehold.control.simulation;

import freehold.control.record.Entry;
import freehold.control.record.Records;
import freehold.control.sql.MemoryDatabase;
import freehold.execution.Execution;
import freehold.execution.ExecutionId;
import freehold.execution.State;
import freehold.execution.StepResult;
import freehold.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** What clients were told, against what the record says in the end. */
final class Books {
    private final MemoryDatabase database;
    private final Records records;
    private final Set<ExecutionId> accepted = new TreeSet<>();
    private final Map<ExecutionId, String> seen = new LinkedHashMap<>();
    private final Map<String, Set<ExecutionId>> byKey = new LinkedHashMap<>();
    private final List<String> changed = new ArrayList<>();
    private long lookAgainNanos;
    private boolean closed;
    int refused;

    /** @param records reads what the database keeps sealed */
    Books(MemoryDatabase database, Records records) {
        this.database = database;
        this.records = records;
    }

    void accepted(String key, ExecutionId id) {
        accepted.add(id);
        byKey.computeIfAbsent(key, _ -> new HashSet<>()).add(id);
    }

    List<ExecutionId> accepted() {
        return List.copyOf(accepted);
    }

    /** A client was shown this. */
    void seen(Execution execution) {
        if (execution.state() == State.FINISHED) {
            String end = end(execution);
            String before = seen.putIfAbsent(execution.id(), end);
            if (before != null && !before.equals(end)) {
                changed.add(execution.id() + ": " + before + ", then " + end);
            }
        }
    }

    private static String end(Execution execution) {
        return execution
                .outcome()
                .map(outcome -> outcome.verdict().label() + " "
                        + outcome.run().map(StepResult::stdout).map(Books::text).orElse("-"))
                .orElse("nothing");
    }

    private Optional<Execution> recorded(ExecutionId id) {
        return database.column("select tenant from execution where id = '" + id.value() + "'").stream()
                .findFirst()
                .flatMap(tenant -> records.find(new TenantId(tenant), id))
                .map(Entry::execution);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private int count(String query) {
        return Integer.parseInt(database.column(query).getFirst());
    }

    /** Whether nothing is unfinished; looked at now and then, for it takes long. */
    boolean areClosed(long nanos) {
        if (!closed && nanos > lookAgainNanos) {
            lookAgainNanos = nanos + TimeUnit.SECONDS.toNanos(1);
            closed = count("select count(*) from execution where state <> 'finished'") == 0;
        }
        return closed;
    }

    List<String> problems() {
        List<String> problems = new ArrayList<>();
        Set<String> recorded = new HashSet<>(database.column("select id from execution"));
        Set<String> unfinished = new HashSet<>(database.column("select id from execution where state <> 'finished'"));
        count(
                problems,
                "lost",
                accepted.stream()
                        .filter(each -> !recorded.contains(each.value()))
                        .toList());
        count(problems, "stuck", List.copyOf(unfinished));
        count(problems, "changed after they were seen", changed);
        count(
                problems,
                "keys with several executions",
                byKey.entrySet().stream()
                        .filter(each ->
                                each.getValue().size() > 1 && !each.getKey().startsWith("batch"))
                        .toList());
        for (Map.Entry<ExecutionId, String> each : seen.entrySet()) {
            String end = recorded(each.getKey()).map(Books::end).orElse("nothing");
            if (!end.equals(each.getValue())) {
                problems.add(each.getKey() + " was seen as " + each.getValue() + ", and recorded as " + end);
            }
        }
        int ended = count("select count(*) from execution where state = 'finished'");
        int receipts = count("select count(*) from ledger where execution is not null");
        int used = count("select coalesce(sum(executions), 0) from tenant_use");
        if (receipts != ended || used != ended) {
            problems.add(ended + " ends have " + receipts + " receipts, and were counted " + used + " times");
        }
        int tenures = count("select count(*) from tenure");
        if (tenures != unfinished.size()) {
            problems.add(tenures + " tenures are left");
        }
        return problems;
    }

    private static void count(List<String> problems, String name, List<?> which) {
        if (!which.isEmpty()) {
            problems.add(which.size() + " " + name + ", as " + which.getFirst());
        }
    }

    String counts() {
        return "accepted " + accepted.size() + ", recorded " + count("select count(*) from execution") + ", seen ended "
                + seen.size() + ", refused and asked again " + refused;
    }
}
