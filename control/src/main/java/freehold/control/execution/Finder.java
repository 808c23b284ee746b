package freehold.control.execution;

import freehold.control.record.Entry;
import freehold.control.record.Filter;
import freehold.control.record.Records;
import freehold.execution.Execution;
import freehold.execution.ExecutionId;
import freehold.execution.State;
import freehold.tenant.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds executions, wherever they are: those that live here, those that another control has, and those of the record. */
final class Finder {
    private final Map<ExecutionId, Live> arriving;
    private final Map<ExecutionId, Live> live;
    private final Records records;
    private final Optional<Elsewhere> elsewhere;

    Finder(
            Map<ExecutionId, Live> arriving,
            Map<ExecutionId, Live> live,
            Records records,
            Optional<Elsewhere> elsewhere) {
        this.arriving = arriving;
        this.live = live;
        this.records = records;
        this.elsewhere = elsewhere;
    }

    Optional<Live> live(TenantId tenant, ExecutionId id) {
        Live arrived = arriving.get(id); // first, for from there it goes to those that live
        return Optional.ofNullable(arrived == null ? live.get(id) : arrived)
                .filter(each -> each.plan().tenant().equals(tenant));
    }

    Optional<Execution> find(TenantId tenant, ExecutionId id) {
        return live(tenant, id)
                .map(Live::now)
                .or(() -> records.find(tenant, id).map(Entry::execution).map(this::wherever));
    }

    /** As if the steps of one that does not live here had written nothing. */
    Optional<Execution> withoutOutput(TenantId tenant, ExecutionId id) {
        return live(tenant, id)
                .map(Live::now)
                .or(() -> records.withoutOutput(tenant, id).map(this::wherever));
    }

    boolean isThere(TenantId tenant, ExecutionId id) {
        return live(tenant, id).isPresent() || records.state(tenant, id).isPresent();
    }

    private Execution wherever(Execution stored) {
        return elsewhere.isPresent() && stored.state() != State.FINISHED
                ? elsewhere.get().now(stored)
                : stored;
    }

    /** Waits for the end of an execution, whichever control has it; what is known then, finished or not. */
    Optional<Execution> await(TenantId tenant, ExecutionId id, Duration patience) throws InterruptedException {
        Optional<Live> here = live(tenant, id);
        if (here.isPresent()) {
            return Optional.of(here.get().await(patience));
        }
        Optional<Execution> stored = records.find(tenant, id).map(Entry::execution);
        return stored.isPresent() && elsewhere.isPresent() && stored.get().state() != State.FINISHED
                ? elsewhere.get().await(stored.get(), patience)
                : stored;
    }

    /** An execution with what was asked, live or from its record. */
    Optional<Entry> entry(TenantId tenant, ExecutionId id) {
        return live(tenant, id).map(Live::entry).or(() -> records.find(tenant, id));
    }

    /** The events of an execution, live or from its record. */
    Optional<EventSource> events(TenantId tenant, ExecutionId id) {
        return live(tenant, id)
                .<EventSource>map(Live::log)
                .or(() -> records.find(tenant, id).flatMap(this::recorded));
    }

    private Optional<EventSource> recorded(Entry entry) {
        return entry.execution()
                .outcome()
                .<EventSource>map(outcome -> EventLog.replayed(entry.journal(), outcome))
                .or(() -> elsewhere.map(other -> other.events(entry.execution())));
    }

    /** Newest first: those that live, and those of the record, as one list. */
    Records.Page list(TenantId tenant, Filter filter, int most) {
        List<Execution> living = live.values().stream()
                .filter(each -> each.plan().tenant().equals(tenant))
                .map(Live::now)
                .toList();
        Set<ExecutionId> livingIds = living.stream().map(Execution::id).collect(Collectors.toSet());
        Records.Page stored = records.list(tenant, filter, most);
        List<Execution> merged = new ArrayList<>(living.stream()
                .filter(filter::matches)
                .filter(each -> stored.next()
                        .map(horizon -> each.id().compareTo(horizon) >= 0)
                        .orElse(true))
                .toList());
        stored.executions().stream()
                .filter(each -> !livingIds.contains(each.id()))
                .forEach(merged::add);
        merged.sort(Comparator.comparing(Execution::id).reversed());
        if (merged.size() <= most) {
            return new Records.Page(List.copyOf(merged), stored.next());
        }
        List<Execution> cut = List.copyOf(merged.subList(0, most));
        return new Records.Page(cut, Optional.of(cut.getLast().id()));
    }

    /** Whether an execution has not ended, whichever control has it. */
    boolean goesOn(TenantId tenant, ExecutionId id) {
        return live(tenant, id)
                .map(each -> each.now().outcome().isEmpty())
                .orElseGet(() -> elsewhere.isPresent()
                        && records.state(tenant, id)
                                .filter(state -> state != State.FINISHED)
                                .isPresent());
    }
}
