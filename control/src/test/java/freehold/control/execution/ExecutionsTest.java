package freehold.control.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.control.admission.Admission;
import freehold.control.admission.Ceilings;
import freehold.control.admission.Ids;
import freehold.control.dispatch.Dispatcher;
import freehold.control.dispatch.QueueBounds;
import freehold.control.policy.Meter;
import freehold.control.policy.Rulebooks;
import freehold.control.record.IdempotencyKey;
import freehold.control.record.RecordUnavailable;
import freehold.control.record.Records;
import freehold.control.sql.SqlRecords;
import freehold.control.world.Outcomes;
import freehold.control.world.Packs;
import freehold.control.world.ScriptedWorker;
import freehold.control.world.World;
import freehold.execution.Artifact;
import freehold.execution.Callback;
import freehold.execution.Content;
import freehold.execution.Execution;
import freehold.execution.Outcome;
import freehold.execution.Request;
import freehold.execution.Verdict;
import freehold.ledger.Act;
import freehold.ledger.Chain;
import freehold.ledger.Position;
import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.refusal.Refusal;
import freehold.tenant.TenantId;
import freehold.wire.link.MemoryLink;
import freehold.wire.link.Roster;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExecutionsTest {
    private static final TenantId ANN = new TenantId("ann");
    private static final InstantSource CLOCK = InstantSource.system();
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private final Ids ids = new Ids(CLOCK, new SecureRandom());
    private final Admission admission = new Admission(() -> Packs.CATALOGUE, Ceilings.SERVER, ids);
    private final Counted holdings = new Counted();
    private final MemoryLink link = new MemoryLink();
    private final ScriptedWorker worker = new ScriptedWorker(2);
    private final AtomicLong room = new AtomicLong(Long.MAX_VALUE);
    private final AtomicInteger recorded = new AtomicInteger();
    private final AtomicReference<Runnable> keptWithKey = new AtomicReference<>(() -> {});
    private Roster.Registration registration;

    @BeforeEach
    void begin() {
        registration = link.announce(worker);
    }

    @AfterEach
    void end() {
        registration.close();
    }

    /** Holds content until it is told to fail. */
    private static final class Counted implements Holdings {
        private final List<TenantId> held = Collections.synchronizedList(new ArrayList<>());
        private final AtomicInteger until = new AtomicInteger(Integer.MAX_VALUE);

        @Override
        public void hold(TenantId tenant, Set<Digest> digests) {
            if (until.decrementAndGet() == 0) {
                throw new RecordUnavailable("no database", new IOException("no database"));
            }
            held.add(tenant);
        }

        @Override
        public void release(TenantId tenant, Set<Digest> digests) {
            held.remove(tenant);
        }

        @Override
        public void claimed(TenantId tenant, List<Artifact> artifacts) {}

        @Override
        public Bytes drop(TenantId tenant, Set<Digest> digests) {
            return Bytes.NONE;
        }
    }

    /** Counts those of whom it is told that their end is in the record, or never will be. */
    private final class Counting implements Executions.ExecutionWatch {
        @Override
        public void ended(Execution execution) {}

        @Override
        public void recorded(Execution execution, Optional<Callback> callback) {
            recorded.incrementAndGet();
        }
    }

    /** A control with a queue of so many places. */
    private final class Control implements AutoCloseable {
        private final SqlRecords records;
        private final Meter meter;
        private final Dispatcher dispatcher;
        private final Executions executions;

        Control(int places) {
            records = new SqlRecords(folder.resolve("freehold.db"), CLOCK, () -> World.KEY, World.MASTER, room::get);
            meter = new Meter(records.policies(), Rulebooks.NONE, CLOCK);
            dispatcher = new Dispatcher(link, new QueueBounds(places, places, Bytes.mebi(8)), _ -> 1);
            executions = new Executions(
                    admission, meter, dispatcher, link, telling(records), holdings, CLOCK, new Counting());
        }

        Submission submit() {
            return executions.submit(ANN, request(), BODY, Optional.empty());
        }

        Submission submit(IdempotencyKey key) {
            return executions.submit(ANN, request(), BODY, Optional.of(key));
        }

        /** The record, as one that tells each time that it has stored an execution with a key. */
        private Records telling(Records all) {
            return (Records) Proxy.newProxyInstance(
                    Records.class.getClassLoader(), new Class<?>[] {Records.class}, (_, method, arguments) -> {
                        try {
                            Object answer = method.invoke(all, arguments);
                            if (answer instanceof CompletableFuture<?> write
                                    && List.of(method.getParameterTypes()).contains(IdempotencyKey.class)) {
                                write.join();
                                keptWithKey.getAndSet(() -> {}).run();
                            }
                            return answer;
                        } catch (InvocationTargetException thrown) {
                            throw thrown.getCause();
                        }
                    });
        }

        Optional<Refusal> erase(Live ended) {
            return executions.erase(ANN, ended.plan().id());
        }

        Batches.Handed submitBatch(int count) {
            Batches.Item item = new Batches.Item("#", request(), BODY);
            return new Batches(executions, admission, meter, dispatcher, records, ids, CLOCK)
                    .submit(ANN, Collections.nCopies(count, item), Optional.empty());
        }

        Companies.Handed submitCompany() {
            return new Companies(executions, admission, meter, dispatcher, link)
                    .submit(ANN, List.of(request(), request()), List.of());
        }

        @Override
        public void close() {
            try {
                executions.settle(Duration.ofMillis(500));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            records.close();
        }
    }

    private static Request request() {
        return Request.ofSource(
                "python",
                new Content.Inline("hold".getBytes(StandardCharsets.UTF_8)),
                List.of(),
                new Content.Inline(new byte[0]),
                Map.of());
    }

    @Test
    void what_cannot_be_held_is_not_let_in_and_leaves_its_place_to_others() throws Exception {
        try (Control control = new Control(1)) {
            holdings.until.set(1);

            assertThatThrownBy(control::submit).isInstanceOf(RecordUnavailable.class);

            assertThat(control.meter.living(ANN)).isZero();
            assertThat(control.submit()).isInstanceOf(Submission.Begun.class);
            assertThat(control.meter.living(ANN)).isEqualTo(1);
        }
    }

    @Test
    void a_company_of_which_one_cannot_be_held_is_let_in_not_even_in_part() throws Exception {
        try (Control control = new Control(2)) {
            holdings.until.set(2);

            assertThatThrownBy(control::submitCompany).isInstanceOf(RecordUnavailable.class);

            assertThat(control.meter.living(ANN)).isZero();
            assertThat(control.executions.running()).isZero();
            assertThat(holdings.held).isEmpty();
            assertThat(control.submitCompany()).isInstanceOf(Companies.Handed.Begun.class);
        }
    }

    @Test
    void a_batch_of_which_one_cannot_be_held_is_neither_stored_nor_let_in_in_part() throws Exception {
        try (Control control = new Control(3)) {
            holdings.until.set(2);

            assertThatThrownBy(() -> control.submitBatch(3)).isInstanceOf(RecordUnavailable.class);

            assertThat(control.meter.living(ANN)).isZero();
            assertThat(control.records.unfinished()).isEmpty();
            assertThat(holdings.held).isEmpty();
            assertThat(control.submitBatch(3)).isInstanceOf(Batches.Handed.Kept.class);
        }
    }

    @Test
    void what_an_act_brings_again_and_cannot_be_held_leaves_no_line_and_no_execution() throws Exception {
        try (Control control = new Control(1)) {
            holdings.until.set(1);
            Act act = new Act(
                    CLOCK.instant(),
                    "server",
                    "execution.replayed",
                    "exe",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

            assertThatThrownBy(() -> control.executions.entrance().submit(ANN, request(), BODY, act))
                    .isInstanceOf(RecordUnavailable.class);

            assertThat(control.records.unfinished()).isEmpty();
            assertThat(control.records.ledger().read(Chain.of(ANN), Position.FIRST, 10))
                    .isEmpty();
        }
    }

    @Test
    void whoever_comes_with_the_same_key_before_the_first_is_queued_joins_it_all_the_same() throws Exception {
        IdempotencyKey key = new IdempotencyKey("again", Digest.of(BODY));
        try (Control control = new Control(2)) {
            List<Submission> second = new ArrayList<>();
            keptWithKey.set(() -> second.add(control.submit(key)));

            Live first = ((Submission.Begun) control.submit(key)).live();

            assertThat(second).containsExactly(new Submission.Joined(first));
        }
    }

    @Test
    void whoever_joins_what_the_record_then_does_not_confirm_waits_no_longer() throws Exception {
        IdempotencyKey key = new IdempotencyKey("unconfirmed", Digest.of(BODY));
        try (Control control = new Control(2)) {
            List<Submission> second = new ArrayList<>();
            keptWithKey.set(() -> {
                second.add(control.submit(key));
                throw new RecordUnavailable("not confirmed", new IOException("not confirmed"));
            });

            assertThatThrownBy(() -> control.submit(key)).isInstanceOf(RecordUnavailable.class);

            Live joined = ((Submission.Joined) second.getFirst()).live();
            EventReader reader = joined.log().readAfter(0);
            assertThat(joined.end(Duration.ofDays(1))).isCompletedWithValue(joined.now());
            assertThat(reader.next(Duration.ZERO)).isPresent();
            assertThat(reader.isAtEnd()).isTrue();
        }
    }

    @Test
    void what_is_cancelled_before_it_is_queued_never_runs() throws Exception {
        IdempotencyKey key = new IdempotencyKey("never", Digest.of(BODY));
        try (Control control = new Control(2)) {
            keptWithKey.set(() -> control.records
                    .unfinished()
                    .forEach(entry ->
                            control.executions.cancel(ANN, entry.execution().id())));

            Live first = ((Submission.Begun) control.submit(key)).live();

            assertThat(first.await(Duration.ofSeconds(20)).outcome().map(Outcome::verdict))
                    .contains(Verdict.CANCELLED);
        }
    }

    @Test
    void whoever_is_told_of_an_end_finds_its_place_given_back() throws Exception {
        try (Control control = new Control(1)) {
            Live begun = ((Submission.Begun) control.submit()).live();
            ScriptedWorker.Held held = worker.next();
            CompletableFuture<Integer> living =
                    begun.end(Duration.ofSeconds(20)).thenApply(_ -> control.meter.living(ANN));

            held.ends(Outcomes.succeeded(held.plan(), ""));

            assertThat(living.get(20, TimeUnit.SECONDS)).isZero();
        }
    }

    @Test
    void an_end_that_was_told_is_in_the_record_once_its_control_is_settled() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch heard = new CountDownLatch(1);
        try (Control control = new Control(1)) {
            Live begun = ((Submission.Begun) control.submit()).live();
            ScriptedWorker.Held held = worker.next();
            var _ = begun.end(Duration.ofSeconds(20)).thenRun(() -> {
                told.countDown();
                waitFor(heard);
            });
            Thread ending = Thread.startVirtualThread(() -> held.ends(Outcomes.succeeded(held.plan(), "")));
            waitFor(told);
            Thread settling = Thread.startVirtualThread(() -> settle(control));

            until(() -> settling.getState() == Thread.State.TIMED_WAITING);
            heard.countDown();

            assertThat(settling.join(Duration.ofSeconds(20))).isTrue();
            control.records.forget(ANN, Set.of()).join(); // comes after all that was handed to the record before
            assertThat(control.records.find(ANN, begun.plan().id()))
                    .hasValueSatisfying(
                            entry -> assertThat(entry.execution().outcome()).isPresent());
            assertThat(ending.join(Duration.ofSeconds(20))).isTrue();
        }
    }

    @Test
    void what_a_stop_cancels_says_so_and_what_was_cancelled_before_does_not() throws Exception {
        try (Control control = new Control(3)) {
            Live running = ((Submission.Begun) control.submit()).live();
            worker.next();
            Live ended = ((Submission.Begun) control.submit()).live();
            worker.next();
            control.executions.cancel(ended);
            Live queued = ((Submission.Begun) control.submit()).live();

            control.executions.settle(Duration.ofMillis(100));

            assertThat(explained(running)).startsWith("Its server was stopped. Cancelled during the run step");
            assertThat(explained(queued)).startsWith("Its server was stopped. Cancelled");
            assertThat(explained(ended)).startsWith("Cancelled during the run step");
        }
    }

    private static String explained(Live live) throws InterruptedException {
        return live.await(Duration.ofSeconds(20)).outcome().orElseThrow().explanation();
    }

    private static void settle(Control control) {
        try {
            control.executions.settle(Duration.ofSeconds(20));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void alter(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("freehold.db"));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void until(BooleanSupplier enough) {
        long most = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!enough.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(most);
            Thread.onSpinWait();
        }
    }

    @Test
    void an_end_that_waits_for_the_record_is_erased_once_it_is_stored_and_does_not_come_back() throws Exception {
        try (Control control = new Control(1)) {
            Live begun = ((Submission.Begun) control.submit()).live();
            ScriptedWorker.Held held = worker.next();
            alter("create trigger full before insert on ledger begin select raise(abort, 'no room'); end");
            held.ends(Outcomes.succeeded(held.plan(), ""));
            var _ = begun.await(Duration.ofSeconds(20));
            until(() -> !control.records.isWritable());
            room.set(0);

            assertThatThrownBy(() -> control.erase(begun)).isInstanceOf(RecordUnavailable.class);
            room.set(Long.MAX_VALUE);
            alter("drop trigger full");
            until(control.records::isWritable);
            Optional<Refusal> refusal = control.erase(begun);
            control.executions.settle(Duration.ofSeconds(20));
            control.records.forget(ANN, Set.of()).join(); // comes after all that was handed to the record before

            assertThat(refusal).isEmpty();
            assertThat(control.records.find(ANN, begun.plan().id())).isEmpty();
            assertThat(recorded).hasValue(1);
        }
    }
}
