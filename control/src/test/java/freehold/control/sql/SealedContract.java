package freehold.control.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.control.admission.Admission;
import freehold.control.admission.Ceilings;
import freehold.control.admission.Decision;
import freehold.control.admission.Ids;
import freehold.control.callback.Backoff;
import freehold.control.callback.Courier;
import freehold.control.callback.Deliveries;
import freehold.control.callback.Delivery;
import freehold.control.callback.Scribe;
import freehold.control.callback.Sender;
import freehold.control.record.Entry;
import freehold.control.record.Filter;
import freehold.control.record.Journal;
import freehold.control.record.RecordUnavailable;
import freehold.control.vault.KeyDestroyed;
import freehold.control.vault.SealBroken;
import freehold.control.world.Outcomes;
import freehold.control.world.Packs;
import freehold.control.world.World;
import freehold.execution.Callback;
import freehold.execution.CallbackId;
import freehold.execution.Content;
import freehold.execution.Execution;
import freehold.execution.Plan;
import freehold.execution.Request;
import freehold.execution.StepName;
import freehold.policy.Retain;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is stored of content, the same for every database: what is changed, moved, old, or not to be kept. */
abstract class SealedContract {
    static final String CANARY = "kanarienvogel";
    private static final TenantId ANN = new TenantId("ann");
    private static final TenantId BEN = new TenantId("ben");
    private static final byte[] BODY = ("{\"source\":\"" + CANARY + "\"}").getBytes(StandardCharsets.UTF_8);
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    private final Ids ids = new Ids(() -> NOW, new Random(7));
    private SqlRecords records;

    abstract Engine engine();

    @BeforeEach
    void open() {
        records = new SqlRecords(engine(), InstantSource.system(), () -> World.KEY, World.MASTER);
    }

    @AfterEach
    void close() {
        records.close();
    }

    final SqlRecords records() {
        return records;
    }

    static Entry entry(Ids ids, TenantId tenant, Retain retain, boolean ended) {
        Request request = Request.ofSource(
                "c", new Content.Inline(new byte[0]), List.of(), new Content.Inline(new byte[0]), Map.of());
        Plan plan = ((Decision.Admitted)
                        new Admission(() -> Packs.CATALOGUE, Ceilings.SERVER, ids).admit(tenant, request))
                .plan();
        Plan kept = new Plan(
                plan.id(),
                plan.tenant(),
                plan.runtime(),
                plan.tier(),
                plan.files(),
                plan.stdin(),
                plan.build(),
                plan.run(),
                plan.collect(),
                plan.policy(),
                plan.dialogue(),
                retain);
        Execution queued = Execution.queued(kept, Map.of(), NOW);
        Journal journal = new Journal(List.of(
                new Journal.Run(Journal.Kind.QUEUED, 1),
                new Journal.Run(Journal.Kind.RUN_STDOUT, CANARY.length()),
                new Journal.Run(Journal.Kind.FINISHED, 1)));
        Execution now = ended
                ? queued.started(StepName.RUN, NOW).finished(Outcomes.succeeded(kept, CANARY), NOW.plusMillis(5))
                : queued;
        return new Entry(
                now,
                BODY,
                Set.of(new Digest("1".repeat(64))),
                ended ? journal : Journal.EMPTY,
                Optional.of(new Callback("https://hooks.example/", Optional.of("whsec_" + CANARY))));
    }

    private Entry saved(TenantId tenant, Retain retain) {
        Entry entry = entry(ids, tenant, retain, true);
        records.save(entry).join();
        return entry;
    }

    private static String stdout(Entry entry) {
        return new String(
                entry.execution().outcome().orElseThrow().run().orElseThrow().stdout(), StandardCharsets.UTF_8);
    }

    private Entry found(Entry entry) {
        return records.find(entry.execution().tenant(), entry.execution().id()).orElseThrow();
    }

    /** As somebody would who can write the database. */
    private void attack(String sql, Object... values) throws SQLException {
        try (Session session = engine().openToWrite()) {
            assertThat(session.update(sql, values)).isPositive();
        }
    }

    private List<byte[]> column(String sql) throws SQLException {
        try (Session session = engine().openToWrite()) {
            return session.query(sql, row -> row.getBytes(1));
        }
    }

    private void assertNoCanary() throws SQLException {
        for (String sql : List.of(
                "select request from execution",
                "select stdout from step",
                "select stderr from step",
                "select journal from execution",
                "select content from blob_part")) {
            for (byte[] each : column(sql)) {
                assertThat(new String(each, StandardCharsets.ISO_8859_1)).doesNotContain(CANARY);
            }
        }
    }

    @Test
    void content_comes_back_and_is_nowhere_as_it_is() throws Exception {
        Entry entry = saved(ANN, Retain.FULL);

        Entry found = found(entry);

        assertThat(found.request()).isEqualTo(BODY);
        assertThat(stdout(found)).isEqualTo(CANARY);
        assertThat(records.deliveries()
                        .find(ANN, CallbackId.of(entry.execution().id()))
                        .orElseThrow()
                        .callback()
                        .secret())
                .contains("whsec_" + CANARY);
        assertNoCanary();
    }

    @Test
    void a_message_of_another_tenant_is_not_there() {
        CallbackId id = CallbackId.of(saved(ANN, Retain.FULL).execution().id());
        Deliveries deliveries = records.deliveries();

        assertThat(deliveries.find(ANN, id)).isPresent();
        assertThat(deliveries.find(BEN, id)).isEmpty();
        assertThat(deliveries.list(ANN, Optional.empty(), Optional.empty(), 10)).hasSize(1);
        assertThat(deliveries.list(BEN, Optional.empty(), Optional.empty(), 10)).isEmpty();
        assertThat(deliveries.redeliver(BEN, id, NOW).join()).isFalse();
    }

    @Test
    void a_flipped_bit_is_refused_and_not_given_as_content() throws Exception {
        Entry entry = saved(ANN, Retain.FULL);
        byte[] stored = column("select stdout from step where name = 'run'").getFirst();
        stored[stored.length - 20] ^= 1;

        attack("update step set stdout = ? where name = 'run'", stored);

        assertThatThrownBy(() -> found(entry)).isInstanceOf(SealBroken.class);
        assertThatThrownBy(() -> records.list(ANN, Filter.ALL, 10)).isInstanceOf(SealBroken.class);
    }

    @Test
    void a_row_in_the_place_of_another_executions_or_tenants_is_refused() throws Exception {
        Entry first = saved(ANN, Retain.FULL);
        Entry second = saved(ANN, Retain.FULL);
        Entry bens = saved(BEN, Retain.FULL);
        String swap = "update execution set request = (select request from execution where id = ?) where id = ?";

        attack(swap, first.execution().id().value(), second.execution().id().value());
        attack(
                "update execution set tenant = 'ann' where id = ?",
                bens.execution().id().value());

        assertThatThrownBy(() -> found(second)).isInstanceOf(SealBroken.class);
        assertThatThrownBy(() -> records.find(ANN, bens.execution().id())).isInstanceOf(SealBroken.class);
        assertThat(found(first).request()).isEqualTo(BODY);
    }

    @Test
    void output_in_the_place_of_input_is_refused() throws Exception {
        Entry entry = saved(ANN, Retain.FULL);

        attack("update execution set request = (select stdout from step where name = 'run')");

        assertThatThrownBy(() -> found(entry)).isInstanceOf(SealBroken.class);
    }

    @Test
    void content_of_a_tenant_whose_key_is_destroyed_is_read_by_nobody() {
        Entry anns = saved(ANN, Retain.FULL);
        Entry bens = saved(BEN, Retain.FULL);

        records.vault().destroy(ANN);

        assertThatThrownBy(() -> found(anns)).isInstanceOf(KeyDestroyed.class);
        assertThat(found(bens).request()).isEqualTo(BODY);
    }

    @Test
    void what_was_left_and_cannot_be_opened_keeps_nothing_else_from_being_run_again() throws Exception {
        Entry broken = entry(ids, ANN, Retain.FULL, false);
        Entry whole = entry(ids, BEN, Retain.FULL, false);
        records.save(broken).join();
        records.save(whole).join();

        attack(
                "update execution set request = ? where id = ?",
                new byte[100],
                broken.execution().id().value());

        assertThat(records.unfinished())
                .extracting(each -> each.execution().id())
                .containsExactly(whole.execution().id());
    }

    @Test
    void messages_that_cannot_be_opened_are_given_up_and_keep_no_other_from_being_sent() throws Exception {
        Entry secretBroken = saved(ANN, Retain.FULL);
        Entry secretGarbled = saved(ANN, Retain.FULL);
        Entry outputBroken = ended(ANN);
        Entry whole = ended(BEN);
        attack(
                "update callback set secret = (select secret from callback where execution = ?) where execution = ?",
                secretGarbled.execution().id().value(),
                secretBroken.execution().id().value());
        attack(
                "update callback set secret = 'no base64' where execution = ?",
                secretGarbled.execution().id().value());
        attack(
                "update step set stdout = ? where execution = ?",
                new byte[100],
                outputBroken.execution().id().value());

        BlockingQueue<String> sent = new LinkedBlockingQueue<>();
        try (Courier courier = courier(records.deliveries(), sent, new Backoff(Duration.ofMillis(5), 3))) {
            assertThat(sent.poll(20, TimeUnit.SECONDS)).isEqualTo(id(whole));
            awaitState(secretBroken, "dead");
            awaitState(secretGarbled, "dead");
            awaitState(outputBroken, "dead");
            Entry next = ended(BEN);
            courier.wake();
            assertThat(sent.poll(20, TimeUnit.SECONDS)).isEqualTo(id(next));
        }

        assertThat(sent).isEmpty();
        assertThat(count("select attempts from callback where state = 'dead'")).containsExactly(3, 3, 3);
    }

    @Test
    void a_message_of_which_nothing_can_be_stored_is_not_sent_again_at_once() throws Exception {
        Entry first = ended(ANN);

        BlockingQueue<String> sent = new LinkedBlockingQueue<>();
        Deliveries forgetful = new Forgetful(
                records.deliveries(), CallbackId.of(first.execution().id()));
        try (Courier courier = courier(forgetful, sent, Backoff.DEFAULT)) {
            assertThat(sent.poll(20, TimeUnit.SECONDS)).isEqualTo(id(first));
            for (int i = 0; i < 20; i++) {
                Entry next = ended(BEN);
                courier.wake();
                assertThat(sent.poll(20, TimeUnit.SECONDS)).isEqualTo(id(next));
            }
        }

        assertThat(sent).isEmpty();
    }

    /** One whose end is told to somebody who named no secret. */
    private Entry ended(TenantId tenant) {
        Entry usual = entry(ids, tenant, Retain.FULL, true);
        Optional<Callback> callback = Optional.of(new Callback("https://hooks.example/", Optional.empty()));
        Entry entry = new Entry(usual.execution(), usual.request(), usual.inputs(), usual.journal(), callback);
        records.save(entry).join();
        return entry;
    }

    private Courier courier(Deliveries deliveries, BlockingQueue<String> sent, Backoff backoff) {
        Sender sender = (_, headers, _) -> {
            sent.add(String.valueOf(headers.get("webhook-id")));
            return new Sender.Result.Answered(204);
        };
        return new Courier(
                deliveries, records, Scribe.OF_EXECUTIONS, sender, backoff, InstantSource.system(), new Random(7));
    }

    private static String id(Entry entry) {
        return CallbackId.of(entry.execution().id()).value();
    }

    private void awaitState(Entry entry, String state) throws SQLException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        String sql = "select count(*) from callback where state = '" + state + "' and id = '" + id(entry) + "'";
        while (count(sql).getFirst() == 0 && System.nanoTime() < until) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        assertThat(count(sql)).containsExactly(1);
    }

    private List<Integer> count(String sql) throws SQLException {
        try (Session session = engine().openToWrite()) {
            return session.query(sql, row -> row.getInt(1));
        }
    }

    /** Of one message no delivery can be stored. */
    private record Forgetful(Deliveries all, CallbackId one) implements Deliveries {
        @Override
        public CompletableFuture<Boolean> claim(Turn turn, Instant until) {
            return turn.id().equals(one) ? CompletableFuture.completedFuture(true) : all.claim(turn, until);
        }

        @Override
        public CompletableFuture<Boolean> delivered(Turn turn, Instant at) {
            return turn.id().equals(one)
                    ? CompletableFuture.failedFuture(new RecordUnavailable("not this one", new SQLException()))
                    : all.delivered(turn, at);
        }

        @Override
        public List<Due> due(Instant now, Set<TenantId> without, int most) {
            return all.due(now, without, most);
        }

        @Override
        public Optional<Instant> nextDue() {
            return all.nextDue();
        }

        @Override
        public CompletableFuture<Boolean> failed(Turn turn, String error, Instant at, Optional<Instant> again) {
            return all.failed(turn, error, at, again);
        }

        @Override
        public Backlog backlog() {
            return all.backlog();
        }

        @Override
        public Optional<Delivery> find(TenantId tenant, CallbackId id) {
            return all.find(tenant, id);
        }

        @Override
        public List<Delivery> list(
                TenantId tenant, Optional<Delivery.State> state, Optional<CallbackId> before, int most) {
            return all.list(tenant, state, before, most);
        }

        @Override
        public CompletableFuture<Boolean> redeliver(TenantId tenant, CallbackId id, Instant now) {
            return all.redeliver(tenant, id, now);
        }

        @Override
        public byte[] key() {
            return all.key();
        }
    }

    @Test
    void content_from_before_there_were_keys_is_read_and_sealed_later() throws Exception {
        Entry entry = saved(ANN, Retain.FULL);
        byte[] plain = CANARY.getBytes(StandardCharsets.UTF_8);
        attack("update execution set request = ?, sealed = 0", (Object) plain);
        attack("update step set stdout = ?, stderr = ?", plain, plain);
        attack("update callback set secret = ?, sealed = 0", "whsec_" + CANARY);
        assertThat(found(entry).request()).isEqualTo(plain);
        byte[] root = records.deliveries().key();

        int sealed = records.sealPlain(10);
        int more = records.sealPlain(10);

        assertThat(sealed).isEqualTo(2); // the execution and its message; what secrets are derived from goes with them
        assertThat(more).isZero();
        assertThat(found(entry).request()).isEqualTo(plain);
        assertThat(stdout(found(entry))).isEqualTo(CANARY);
        assertThat(records.deliveries().key()).isEqualTo(root).hasSize(32);
        assertThat(records.deliveries()
                        .find(ANN, CallbackId.of(entry.execution().id()))
                        .orElseThrow()
                        .callback()
                        .secret())
                .contains("whsec_" + CANARY);
        assertNoCanary();
        for (byte[] each : column("select value from secret")) {
            assertThat(each.length).isGreaterThan(32);
        }
    }

    @Test
    void blobs_from_before_there_were_keys_are_read_and_sealed_later() throws Exception {
        var stored = records.blobs().put(ANN, new ByteArrayInputStream(CANARY.getBytes(StandardCharsets.UTF_8)));
        assertNoCanary();
        attack("update blob set seal = null");
        attack("update blob_part set content = ?", (Object) CANARY.getBytes(StandardCharsets.UTF_8));
        assertThat(blob(stored.digest())).isEqualTo(CANARY);

        int sealed = records.blobs().sealPlain(10);
        int more = records.blobs().sealPlain(10);

        assertThat(sealed).isEqualTo(1);
        assertThat(more).isZero();
        assertThat(blob(stored.digest())).isEqualTo(CANARY);
        assertNoCanary();
        assertThat(column("select content from blob_part")).hasSize(1);
    }

    @Test
    void a_blob_that_is_sealed_while_it_is_read_as_it_was_is_never_read_short_without_an_error() throws Exception {
        byte[] content = new byte[1_500_000]; // three parts
        var stored = records.blobs().put(ANN, new ByteArrayInputStream(content));
        byte[] part = new byte[512 << 10];
        attack("update blob set seal = null");
        attack("update blob_part set content = ? where position < 2", (Object) part);
        attack("update blob_part set content = ? where position = 2", (Object)
                new byte[content.length - 2 * part.length]);
        assertThat(blob(stored.digest())).hasSize(content.length);

        try (InputStream reading = records.blobs().open(ANN, stored.digest()).orElseThrow()) {
            reading.readNBytes(10);
            records.blobs().sealPlain(10);

            assertThatThrownBy(reading::readAllBytes).isInstanceOf(IOException.class);
        }

        assertThat(blob(stored.digest())).hasSize(content.length);
    }

    private String blob(Digest digest) throws Exception {
        try (InputStream bytes = records.blobs().open(ANN, digest).orElseThrow()) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void a_blob_in_the_place_of_another_one_is_refused() throws Exception {
        var one = records.blobs().put(ANN, new ByteArrayInputStream(new byte[] {1}));
        var two = records.blobs().put(ANN, new ByteArrayInputStream(new byte[] {2}));

        attack(
                "update blob set upload = (select upload from blob where digest = ?), seal = "
                        + "(select seal from blob where digest = ?) where digest = ?",
                one.digest().hex(),
                one.digest().hex(),
                two.digest().hex());

        assertThatThrownBy(() -> blob(two.digest())).isInstanceOf(SealBroken.class);
    }

    @Test
    void of_what_is_to_retain_digests_no_content_is_left_and_its_receipt_has_them() {
        Entry entry = saved(ANN, Retain.DIGEST);

        Entry found = found(entry);

        assertThat(found.execution().retain()).isEqualTo(Retain.DIGEST);
        assertThat(found.request()).isEmpty();
        assertThat(stdout(found)).isEmpty();
        assertThat(found.inputs()).isEmpty();
        assertThat(found.journal().runs())
                .contains(new Journal.Run(Journal.Kind.LOST, CANARY.length()))
                .noneMatch(run -> run.kind().isOutput());
        assertThat(receipt(entry))
                .contains(Digest.of(BODY).hex())
                .contains(Digest.of(CANARY.getBytes(StandardCharsets.UTF_8)).hex())
                .contains("\"retain\":\"digest\"");
    }

    @Test
    void of_what_is_to_retain_nothing_the_receipt_has_no_digest_of_content() {
        Entry entry = saved(ANN, Retain.NONE);

        assertThat(found(entry).execution().retain()).isEqualTo(Retain.NONE);
        assertThat(receipt(entry))
                .doesNotContain(Digest.of(BODY).hex())
                .doesNotContain(
                        Digest.of(CANARY.getBytes(StandardCharsets.UTF_8)).hex())
                .doesNotContain(Digest.of(new byte[0]).hex())
                .contains("\"retain\":\"none\"")
                .contains(Digest.of(entry.execution().id().value().getBytes(StandardCharsets.UTF_8))
                        .hex());
        var signed = records.ledger().receipt(ANN, entry.execution().id()).orElseThrow();
        assertThat(World.KEY.verifying().signed(signed.envelope())).isTrue();
    }

    private String receipt(Entry entry) {
        return new String(
                records.ledger()
                        .receipt(ANN, entry.execution().id())
                        .orElseThrow()
                        .envelope()
                        .payload(),
                StandardCharsets.UTF_8);
    }

    @Test
    void until_its_end_all_of_it_is_durable_whatever_it_is_to_retain() {
        Entry waiting = entry(ids, ANN, Retain.NONE, false);

        records.save(waiting).join();

        assertThat(found(waiting).request()).isEqualTo(BODY);
        assertThat(found(waiting).inputs()).hasSize(1);
    }
}
