package freehold.control.record;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.admission.Admission;
import freehold.control.admission.Ceilings;
import freehold.control.admission.Decision;
import freehold.control.admission.Ids;
import freehold.control.world.Outcomes;
import freehold.control.world.Packs;
import freehold.execution.Artifact;
import freehold.execution.Content;
import freehold.execution.Execution;
import freehold.execution.ExecutionId;
import freehold.execution.Outcome;
import freehold.execution.Plan;
import freehold.execution.Request;
import freehold.execution.State;
import freehold.execution.StepName;
import freehold.execution.Verdict;
import freehold.execution.WorkPath;
import freehold.ledger.Act;
import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import freehold.wire.api.ExecutionWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What every record of executions does, wherever it keeps it. */
public abstract class RecordsContract {
    private static final TenantId ANN = new TenantId("ann");
    private static final TenantId BOB = new TenantId("bob");
    private static final byte[] BODY = "{\"runtime\":\"c\"}".getBytes(StandardCharsets.UTF_8);
    private static final Digest INPUT = new Digest("1".repeat(64));
    private static final Digest OUTPUT = new Digest("2".repeat(64));
    private static final Journal JOURNAL =
            new Journal(List.of(new Journal.Run(Journal.Kind.QUEUED, 1), new Journal.Run(Journal.Kind.FINISHED, 1)));

    private Instant now = Instant.parse("2026-11-25T12:00:00Z");
    private final Ids ids = new Ids(() -> now, new Random(7));

    /** The record under test; closed by its owner. */
    protected abstract Records records();

    protected final InstantSource clock() {
        return () -> now;
    }

    private Plan plan(TenantId tenant, String runtime) {
        Request request = Request.ofSource(
                runtime, new Content.Inline(new byte[0]), List.of(), new Content.Inline(new byte[0]), Map.of());
        Decision decision = new Admission(() -> Packs.CATALOGUE, Ceilings.SERVER, ids).admit(tenant, request);
        return ((Decision.Admitted) decision).plan();
    }

    private Entry queued(TenantId tenant, String runtime, Map<String, String> labels) {
        now = now.plusMillis(1);
        return new Entry(Execution.queued(plan(tenant, runtime), labels, now), BODY, Set.of(INPUT), Journal.EMPTY);
    }

    private Entry finished(TenantId tenant, String runtime, Map<String, String> labels) {
        now = now.plusMillis(1);
        Plan plan = plan(tenant, runtime);
        List<Artifact> artifacts =
                List.of(new Artifact(new WorkPath("b/ü.png"), 5, OUTPUT), new Artifact(new WorkPath("a"), 0, OUTPUT));
        Execution execution = Execution.queued(plan, labels, now)
                .waited(Duration.ofNanos(200_123))
                .started(StepName.RUN, now.plusMillis(1))
                .finished(Outcomes.succeeded(plan, new byte[] {'x', (byte) 0xff, 0}, artifacts), now.plusMillis(2));
        return new Entry(execution, BODY, Set.of(INPUT), JOURNAL);
    }

    /** Another one that has ended. */
    protected final Entry finishedOne() {
        return finished(ANN, "c", Map.of());
    }

    private static String text(Execution execution) {
        return new String(ExecutionWriter.bytes(execution), StandardCharsets.UTF_8);
    }

    @Test
    void gives_back_what_it_was_given() {
        Entry entry = finished(ANN, "c", Map.of("course", "cs1", "n", ""));

        records().save(entry).join();

        Entry found = records().find(ANN, entry.execution().id()).orElseThrow();
        assertThat(text(found.execution())).isEqualTo(text(entry.execution()));
        assertThat(found.request()).isEqualTo(BODY);
        assertThat(found.inputs()).contains(INPUT);
        assertThat(found.journal()).isEqualTo(JOURNAL);
        assertThat(found.execution().outcome().orElseThrow().run().orElseThrow().report())
                .isEqualTo(entry.execution()
                        .outcome()
                        .orElseThrow()
                        .run()
                        .orElseThrow()
                        .report());
    }

    @Test
    void without_its_output_an_execution_is_as_it_was_otherwise() {
        Entry entry = finished(ANN, "c", Map.of("course", "cs1"));
        records().save(entry).join();
        ExecutionId id = entry.execution().id();

        Execution bare = records().withoutOutput(ANN, id).orElseThrow();

        Outcome whole = entry.execution().outcome().orElseThrow();
        Outcome outcome = bare.outcome().orElseThrow();
        assertThat(outcome.outputBytes()).isZero();
        assertThat(outcome.writtenBytes()).isEqualTo(whole.writtenBytes()).isPositive();
        assertThat(outcome.run().orElseThrow().report())
                .isEqualTo(whole.run().orElseThrow().report());
        assertThat(outcome.artifacts()).isEqualTo(whole.artifacts());
        assertThat(unwritten(bare)).isEqualTo(unwritten(entry.execution()));
        assertThat(records().withoutOutput(BOB, id)).isEmpty();
    }

    private static String unwritten(Execution execution) {
        return text(execution).replaceAll("\"(stdout|stderr|truncated)(_base64)?\":(\"[^\"]*\"|\\[[^\\]]*\\]),", "");
    }

    @Test
    void another_tenant_finds_nothing() {
        Entry entry = finished(ANN, "c", Map.of());

        records().save(entry).join();

        assertThat(records().find(BOB, entry.execution().id())).isEmpty();
        assertThat(records().list(BOB, Filter.ALL, 10).executions()).isEmpty();
    }

    @Test
    void a_later_state_replaces_an_earlier_one_but_never_an_end() {
        Entry first = queued(ANN, "python", Map.of());
        Execution ended = first.execution().finished(Outcomes.succeeded(plan(ANN, "python"), "end"), now.plusMillis(5));

        records().save(first).join();
        records().save(new Entry(ended, BODY, Set.of(), JOURNAL)).join();
        records().save(first).join();

        assertThat(records()
                        .find(ANN, first.execution().id())
                        .orElseThrow()
                        .execution()
                        .state())
                .isEqualTo(State.FINISHED);
    }

    @Test
    void what_was_erased_does_not_come_back_by_whoever_still_has_it_in_hand() {
        Entry begun = queued(ANN, "python", Map.of());
        Execution ended = begun.execution().finished(Outcomes.succeeded(plan(ANN, "python"), "end"), now.plusMillis(5));
        Entry end = new Entry(ended, BODY, Set.of(), JOURNAL);
        records().save(end).join();
        records().erase(ANN, ended.id()).join();

        boolean isEndThere = records().save(end).join();
        boolean isBegunThere = records().save(begun).join();

        assertThat(isEndThere).isFalse();
        assertThat(isBegunThere).isFalse();
        assertThat(records().find(ANN, ended.id())).isEmpty();
    }

    @Test
    void erasing_with_a_line_tells_whether_there_was_anything_to_erase() {
        Entry entry = finished(ANN, "c", Map.of());
        Act act = new Act(now, "ann", "execution.erased", "x", Optional.empty(), Optional.empty(), Optional.empty());
        boolean isThere = records().save(entry, act).join();

        Optional<Set<Digest>> byAnother =
                records().erase(BOB, entry.execution().id(), act).join();
        Optional<Set<Digest>> first =
                records().erase(ANN, entry.execution().id(), act).join();
        Optional<Set<Digest>> second =
                records().erase(ANN, entry.execution().id(), act).join();

        assertThat(isThere).isTrue();
        assertThat(byAnother).isEmpty();
        assertThat(first).hasValueSatisfying(free -> assertThat(free).contains(INPUT));
        assertThat(second).isEmpty();
    }

    @Test
    void lists_newest_first_in_pages_that_neither_miss_nor_repeat() {
        List<ExecutionId> saved = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            Entry entry = finished(ANN, "c", Map.of());
            records().save(entry).join();
            saved.addFirst(entry.execution().id());
        }

        List<ExecutionId> listed = new ArrayList<>();
        Optional<ExecutionId> before = Optional.empty();
        do {
            Filter filter = new Filter(Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), before);
            Records.Page page = records().list(ANN, filter, 3);
            page.executions().forEach(each -> listed.add(each.id()));
            before = page.next();
        } while (before.isPresent());

        assertThat(listed).isEqualTo(saved);
    }

    @Test
    void finds_by_state_verdict_runtime_and_every_label() {
        List<Entry> entries = List.of(
                finished(ANN, "c", Map.of("a", "1", "b", "2")),
                finished(ANN, "python", Map.of("a", "1")),
                queued(ANN, "python", Map.of("a", "2", "b", "2")));
        entries.forEach(entry -> records().save(entry).join());
        List<Filter> filters = List.of(
                Filter.ALL,
                filter(Optional.of(State.QUEUED), Optional.empty(), Optional.empty(), Map.of()),
                filter(Optional.empty(), Optional.of(Verdict.SUCCEEDED), Optional.empty(), Map.of()),
                filter(Optional.empty(), Optional.of(Verdict.FAILED), Optional.empty(), Map.of()),
                filter(Optional.empty(), Optional.empty(), Optional.of("python"), Map.of()),
                filter(Optional.empty(), Optional.empty(), Optional.empty(), Map.of("a", "1", "b", "2")),
                filter(Optional.of(State.FINISHED), Optional.empty(), Optional.of("python"), Map.of("a", "1")));

        for (Filter filter : filters) {
            List<ExecutionId> listed = records().list(ANN, filter, 10).executions().stream()
                    .map(Execution::id)
                    .toList();
            assertThat(listed)
                    .containsExactlyInAnyOrderElementsOf(entries.stream()
                            .map(Entry::execution)
                            .filter(filter::matches)
                            .map(Execution::id)
                            .toList());
        }
    }

    private static Filter filter(
            Optional<State> state, Optional<Verdict> verdict, Optional<String> runtime, Map<String, String> labels) {
        return new Filter(state, verdict, runtime, labels, Optional.empty());
    }

    @Test
    void erasing_names_the_content_that_nobody_uses_any_more() {
        Entry first = finished(ANN, "c", Map.of());
        Entry second = finished(ANN, "c", Map.of());
        records().save(first).join();
        records().save(second).join();

        Set<Digest> afterFirst = records().erase(ANN, first.execution().id()).join();
        Set<Digest> afterSecond = records().erase(ANN, second.execution().id()).join();

        assertThat(afterFirst).isEmpty();
        assertThat(afterSecond).containsExactlyInAnyOrder(INPUT, OUTPUT);
        assertThat(records().find(ANN, first.execution().id())).isEmpty();
    }

    @Test
    void the_oldest_ends_are_erased_first_and_never_what_has_not_ended() {
        Entry living = queued(ANN, "c", Map.of());
        Entry first = finished(ANN, "c", Map.of());
        Entry second = finished(BOB, "c", Map.of());
        Entry young = finished(ANN, "c", Map.of());
        List.of(living, young, second, first)
                .forEach(entry -> records().save(entry).join());
        Instant before = young.execution().finishedAt().orElseThrow();

        Records.Erased one = records().eraseOldest(before, 1).join();
        Records.Erased rest = records().eraseOldest(before, 10).join();
        Records.Erased none = records().eraseOldest(before, 10).join();

        assertThat(one.executions()).isEqualTo(1);
        assertThat(records().find(ANN, first.execution().id())).isEmpty();
        assertThat(rest.free()).isEqualTo(Map.of(BOB, Set.of(INPUT, OUTPUT)));
        assertThat(none.executions()).isZero();
        assertThat(records().find(ANN, young.execution().id())).isPresent();
        assertThat(records().find(ANN, living.execution().id())).isPresent();
    }

    @Test
    void of_one_tenant_the_oldest_are_erased_and_what_each_has_is_told() {
        Entry others = finished(BOB, "c", Map.of());
        Entry first = finished(ANN, "c", Map.of());
        Entry living = queued(ANN, "c", Map.of());
        Entry young = finished(ANN, "c", Map.of());
        List.of(others, living, young, first)
                .forEach(entry -> records().save(entry).join());
        Map<TenantId, Bytes> before = records().sizes();

        Records.Erased one = records().eraseOldest(ANN, now.plusSeconds(60), 1).join();
        boolean hasYoung = records().find(ANN, young.execution().id()).isPresent();
        Records.Erased rest =
                records().eraseOldest(ANN, now.plusSeconds(60), 10).join();

        assertThat(List.of(one.executions(), rest.executions())).containsExactly(1, 1);
        assertThat(records().find(ANN, first.execution().id())).isEmpty();
        assertThat(hasYoung).isTrue();
        assertThat(records().find(ANN, living.execution().id())).isPresent();
        assertThat(records().find(BOB, others.execution().id())).isPresent();
        Bytes after = requireNonNull(records().sizes().get(ANN));
        assertThat(requireNonNull(before.get(ANN)).count() - after.count())
                .isEqualTo(one.size().plus(rest.size()).count())
                .isPositive();
        assertThat(records().sizes().get(BOB)).isEqualTo(before.get(BOB));
    }

    @Test
    void content_is_unused_when_no_execution_of_the_tenant_refers_to_it() {
        records().save(queued(ANN, "c", Map.of())).join();

        assertThat(records().unused(ANN, Set.of(INPUT, OUTPUT))).containsExactly(OUTPUT);
        assertThat(records().unused(BOB, Set.of(INPUT))).containsExactly(INPUT);
    }

    @Test
    void what_is_erased_takes_no_room_any_more() {
        Bytes before = records().size();
        for (int i = 0; i < 300; i++) {
            records().save(finished(ANN, "c", Map.of("n", Integer.toString(i)))).join();
        }
        Bytes full = records().size();

        while (records()
                        .eraseOldest(Instant.parse("2100-01-01T00:00:00Z"), 100)
                        .join()
                        .executions()
                > 0) {
            assertThat(records().size()).isLessThan(full);
        }
        while (records().giveBack().join()) {
            assertThat(records().isWritable()).isTrue();
        }

        assertThat(full).isGreaterThan(before);
        assertThat(records().size().count() - before.count()).isLessThan((full.count() - before.count()) / 10);
    }

    @Test
    void nobody_erases_what_is_another_tenants() {
        Entry entry = finished(ANN, "c", Map.of());
        records().save(entry).join();

        Set<Digest> freed = records().erase(BOB, entry.execution().id()).join();

        assertThat(freed).isEmpty();
        assertThat(records().find(ANN, entry.execution().id())).isPresent();
    }

    @Test
    void a_key_belongs_to_its_first_use_for_24_hours_and_to_one_tenant() {
        IdempotencyKey key = new IdempotencyKey("k", INPUT);
        Entry first = queued(ANN, "c", Map.of());
        Entry second = queued(ANN, "c", Map.of());
        Entry other = queued(BOB, "c", Map.of());

        ExecutionId holder = records().save(first, key).join().execution();
        ExecutionId stillHolder = records().save(second, key).join().execution();
        ExecutionId others = records().save(other, key).join().execution();
        Optional<Records.KeyUse> used = records().used(ANN, key);
        now = now.plus(Duration.ofHours(25));
        Optional<Records.KeyUse> later = records().used(ANN, key);
        ExecutionId next = records().save(second, key).join().execution();

        assertThat(holder).isEqualTo(first.execution().id());
        assertThat(stillHolder).isEqualTo(first.execution().id());
        assertThat(others).isEqualTo(other.execution().id());
        assertThat(used).isPresent();
        assertThat(later).isEmpty();
        assertThat(next).isEqualTo(second.execution().id());
    }

    protected Batch batch(List<Entry> entries) {
        return new Batch(
                ids.batch(),
                ANN,
                entries.size(),
                now,
                entries.stream().map(entry -> entry.execution().id()).toList());
    }

    @Test
    void a_batch_is_stored_with_its_executions_in_their_order_and_is_its_tenants() {
        List<Entry> entries = List.of(queued(ANN, "c", Map.of()), queued(ANN, "python", Map.of("a", "1")));
        Batch batch = batch(entries);

        records().save(batch, entries, Optional.empty()).join();

        assertThat(records().batch(ANN, batch.id())).contains(batch);
        assertThat(records().batch(BOB, batch.id())).isEmpty();
        assertThat(records().unfinished()).hasSize(2);
    }

    @Test
    void a_batch_outlives_its_executions_and_lacks_those_that_were_erased() {
        List<Entry> entries = List.of(queued(ANN, "c", Map.of()), finished(ANN, "c", Map.of()));
        Batch batch = batch(entries);
        records().save(batch, entries, Optional.empty()).join();

        records().erase(ANN, entries.getLast().execution().id()).join();

        Batch left = records().batch(ANN, batch.id()).orElseThrow();
        assertThat(left.executions())
                .containsExactly(entries.getFirst().execution().id());
        assertThat(left.total()).isEqualTo(2);
    }

    @Test
    void a_key_is_one_batch_for_24_hours_and_a_second_stores_nothing() {
        IdempotencyKey key = new IdempotencyKey("k", INPUT);
        List<Entry> first = List.of(queued(ANN, "c", Map.of()));
        List<Entry> second = List.of(queued(ANN, "c", Map.of()));
        Batch one = batch(first);
        Batch two = batch(second);

        var kept = records().save(one, first, Optional.of(key)).join();
        var repeated = records().save(two, second, Optional.of(key)).join();
        Optional<Records.KeyUse> forExecutions = records().used(ANN, key);
        boolean nothing =
                records().find(ANN, second.getFirst().execution().id()).isEmpty();
        now = now.plus(Duration.ofHours(25));
        var later = records().save(two, second, Optional.of(key)).join();

        assertThat(kept.batch()).isEqualTo(one.id());
        assertThat(repeated).isEqualTo(new Records.BatchUse(one.id(), Optional.of(INPUT)));
        assertThat(forExecutions).isEmpty();
        assertThat(nothing).isTrue();
        assertThat(later.batch()).isEqualTo(two.id());
        assertThat(records().batch(ANN, one.id())).isPresent();
    }

    @Test
    void a_batch_that_is_stored_already_is_not_stored_again() {
        List<Entry> entries = List.of(queued(ANN, "c", Map.of()));
        Batch batch = batch(entries);
        records().save(batch, entries, Optional.empty()).join();

        var repeated = records().save(batch, entries, Optional.empty()).join();

        assertThat(repeated).isEqualTo(new Records.BatchUse(batch.id(), Optional.empty()));
        assertThat(records().batch(ANN, batch.id())).contains(batch);
    }

    @Test
    void a_batch_without_executions_is_forgotten_when_its_key_counts_no_more() {
        List<Entry> entries = List.of(finished(ANN, "c", Map.of()));
        Batch batch = batch(entries);
        records().save(batch, entries, Optional.empty()).join();
        Instant end = Instant.parse("2100-01-01T00:00:00Z");

        records().eraseOldest(end, 10).join();
        boolean still = records().batch(ANN, batch.id()).isPresent();
        now = now.plus(Duration.ofHours(25));
        records().eraseOldest(end, 10).join();

        assertThat(still).isTrue();
        assertThat(records().batch(ANN, batch.id())).isEmpty();
    }

    @Test
    void what_was_left_unfinished_is_found_oldest_first() {
        Entry first = queued(ANN, "c", Map.of());
        Entry second = queued(BOB, "c", Map.of());
        records().save(second).join();
        records().save(first).join();
        records().save(finished(ANN, "c", Map.of())).join();

        List<Entry> left = records().unfinished();

        assertThat(left.stream().map(entry -> entry.execution().id()))
                .containsExactly(first.execution().id(), second.execution().id());
    }

    @Test
    void many_writers_at_one_time_lose_nothing() {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            entries.add(finished(ANN, "c", Map.of()));
        }

        CompletableFuture.allOf(entries.stream()
                        .map(entry -> CompletableFuture.runAsync(
                                () -> records().save(entry).join()))
                        .toArray(CompletableFuture[]::new))
                .join();

        assertThat(records().list(ANN, Filter.ALL, 500).executions()).hasSize(200);
        assertThat(records().isWritable()).isTrue();
    }
}
