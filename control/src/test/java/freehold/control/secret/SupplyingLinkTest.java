package freehold.control.secret;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.admission.Admission;
import freehold.control.admission.Ceilings;
import freehold.control.admission.Decision;
import freehold.control.admission.Ids;
import freehold.control.dispatch.Dispatcher;
import freehold.control.dispatch.QueueBounds;
import freehold.control.record.RecordUnavailable;
import freehold.control.sql.SqlRecords;
import freehold.control.world.Packs;
import freehold.control.world.ScriptedWorker;
import freehold.control.world.World;
import freehold.dispatch.Priority;
import freehold.dispatch.Standing;
import freehold.execution.Content;
import freehold.execution.Injection;
import freehold.execution.Plan;
import freehold.execution.Request;
import freehold.execution.SecretUse;
import freehold.execution.Verdict;
import freehold.ledger.Act;
import freehold.secret.SecretName;
import freehold.secret.SecretVersion;
import freehold.tenant.TenantId;
import freehold.wire.link.Hearing;
import freehold.wire.link.Lease;
import freehold.wire.link.Link;
import freehold.wire.link.MemoryLink;
import freehold.wire.link.Report;
import freehold.wire.link.Reports;
import freehold.wire.link.Speech;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Values are read beside the dispatcher, and what cannot be read now is not lost. */
@Timeout(60)
final class SupplyingLinkTest {
    private static final TenantId ANN = new TenantId("ann");
    private static final SecretName TOKEN = new SecretName("token");
    private static final By BY = new By("ann", Optional.empty());
    private static final byte[] VALUE = "correct horse".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private SqlRecords records;
    private Store record;
    private final MemoryLink link = new MemoryLink();
    private final Faulty faulty = new Faulty(link);
    private final ScriptedWorker worker = new ScriptedWorker(2);
    private SupplyingLink supplying;
    private Dispatcher dispatcher;

    /** The record, which the test can stop, and break. */
    private static final class Store implements SecretStore {
        private final SecretStore store;
        private final BlockingQueue<String> reads = new LinkedBlockingQueue<>();
        private volatile CountDownLatch gate = new CountDownLatch(0);
        private volatile boolean isBroken;
        private volatile Optional<Error> error = Optional.empty();

        Store(SecretStore store) {
            this.store = store;
        }

        @Override
        public Optional<byte[]> sealed(TenantId tenant, SecretVersion version) {
            reads.add(version.toString());
            try {
                gate.await();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
            error.ifPresent(each -> {
                throw each;
            });
            if (isBroken) {
                throw new RecordUnavailable("no disk", new IOException("no disk"));
            }
            return store.sealed(tenant, version);
        }

        @Override
        public Optional<SecretVersion> reserve(TenantId tenant, SecretName name) {
            return store.reserve(tenant, name);
        }

        @Override
        public void add(TenantId tenant, Kept kept, byte[] sealed, Act act) {
            store.add(tenant, kept, sealed, act);
        }

        @Override
        public List<Kept> list(TenantId tenant) {
            return store.list(tenant);
        }

        @Override
        public boolean delete(TenantId tenant, SecretName name, Act act) {
            return store.delete(tenant, name, act);
        }

        @Override
        public void erase(TenantId tenant) {
            store.erase(tenant);
        }

        @Override
        public Optional<Kept> find(TenantId tenant, SecretName name, Optional<Integer> version) {
            return store.find(tenant, name, version);
        }
    }

    /** A link that the test can break, before a worker has the plan and after. */
    private static final class Faulty implements Link {
        private final Link link;
        private volatile Optional<Error> failure = Optional.empty();
        private volatile boolean isDeaf;
        private volatile Runnable afterwards = () -> {};

        Faulty(Link link) {
            this.link = link;
        }

        @Override
        public int credit() {
            return link.credit();
        }

        @Override
        public int capacity() {
            return link.capacity();
        }

        @Override
        public boolean isOpenFor(Plan plan) {
            return link.isOpenFor(plan);
        }

        @Override
        public void onCredit(Runnable listener) {
            link.onCredit(listener);
        }

        @Override
        public Optional<Lease> assign(Plan plan, Reports reports) {
            failure.ifPresent(each -> {
                throw each;
            });
            Optional<Lease> lease = link.assign(plan, reports);
            afterwards.run();
            return lease.map(each -> isDeaf ? new DeafLease() : each);
        }
    }

    /** Whoever has it cannot be reached. */
    private static final class DeafLease implements Lease {
        @Override
        public void cancel() {
            throw new IllegalStateException("no way to it");
        }

        @Override
        public Hearing say(long number, Speech speech) {
            return Hearing.LATER;
        }
    }

    /** What is told of one execution, and that it goes back where it came from when no worker has it. */
    private final class Errand implements Dispatcher.Errand {
        private final Plan plan;
        private final BlockingQueue<Report> told = new LinkedBlockingQueue<>();
        private final BlockingQueue<Lease> leases = new LinkedBlockingQueue<>();

        Errand(Plan plan) {
            this.plan = plan;
        }

        @Override
        public Plan plan() {
            return plan;
        }

        @Override
        public Standing standing() {
            return new Standing(plan.tenant(), "", Priority.NORMAL);
        }

        @Override
        public void taken(Lease lease) {
            leases.add(lease);
        }

        @Override
        public void returned() {}

        @Override
        public void left() {}

        @Override
        public Reports reports() {
            return report -> {
                if (report instanceof Report.Declined) {
                    dispatcher.again(this);
                } else if (report instanceof Report.Finished) {
                    dispatcher.ended(plan.id(), Duration.ofMillis(1));
                }
                told.add(report);
            };
        }

        private Report last() throws InterruptedException {
            Report report = told.take();
            while (!report.isLast()) {
                report = told.take();
            }
            return report;
        }
    }

    @BeforeEach
    void open() {
        records = new SqlRecords(folder.resolve("freehold.db"), InstantSource.system(), () -> World.KEY, World.MASTER);
        record = new Store(records.secrets());
        Secrets secrets = new Secrets(record, records.vault(), InstantSource.system());
        assertThat(secrets.put(ANN, TOKEN, VALUE, BY)).isInstanceOf(Secrets.Put.Done.class);
        supplying = new SupplyingLink(faulty, secrets);
        dispatcher = new Dispatcher(supplying, QueueBounds.DEFAULT, _ -> 1);
        var _ = link.announce(worker);
    }

    @AfterEach
    void close() {
        records.close();
    }

    private Errand enter(String source, List<SecretUse> secrets) {
        Request request = Request.ofSource(
                "python",
                new Content.Inline(source.getBytes(StandardCharsets.UTF_8)),
                List.of(),
                new Content.Inline(new byte[0]),
                Map.of());
        Ids ids = new Ids(InstantSource.system(), new Random());
        Plan plan = ((Decision.Admitted) new Admission(() -> Packs.CATALOGUE, Ceilings.SERVER, ids).admit(ANN, request))
                .plan();
        Errand errand = new Errand(new Plan(
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
                plan.retain(),
                plan.repeatability(),
                secrets,
                List.of()));
        dispatcher.enter((Dispatcher.Place) dispatcher.claim(ANN, 1), errand);
        return errand;
    }

    private static List<SecretUse> token() {
        return List.of(new SecretUse(TOKEN, Optional.of(1), new Injection.Variable("TOKEN")));
    }

    @Test
    void while_values_are_read_others_come_and_go() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        record.gate = gate;

        Errand waits = enter("hold", token());
        record.reads.take();
        Errand goes = enter("echo hello", List.of());

        assertThat(goes.last()).isInstanceOf(Report.Finished.class);
        assertThat(supplying.credit())
                .as("a cell is kept for the one that waits")
                .isEqualTo(1);
        assertThat(waits.told).isEmpty();
        gate.countDown();
        assertThat(worker.next().plan().supplies().getFirst().bytes()).isEqualTo(VALUE);
    }

    @Test
    void what_the_record_cannot_give_now_waits_and_is_run_when_it_can() throws Exception {
        record.isBroken = true;

        Errand waits = enter("hold", token());
        assertThat(waits.told.take()).isInstanceOf(Report.Declined.class);
        int queued = dispatcher.waiting();
        Errand later = enter("hold", token());
        Errand goes = enter("echo hello", List.of());
        Report end = goes.last();
        record.isBroken = false;

        assertThat(queued).isEqualTo(1);
        assertThat(end).as("of the same runtime, without secrets").isInstanceOf(Report.Finished.class);
        assertThat(List.of(worker.next().plan().id(), worker.next().plan().id()))
                .containsExactlyInAnyOrder(waits.plan().id(), later.plan().id());
        assertThat(dispatcher.waiting()).isZero();
    }

    @Test
    void while_the_record_is_away_it_is_not_asked_again_and_again() throws Exception {
        record.isBroken = true;

        Errand first = enter("hold", token());
        assertThat(first.told.take()).isInstanceOf(Report.Declined.class);
        for (int i = 0; i < 20; i++) {
            enter("hold", token());
        }

        assertThat(dispatcher.waiting()).isEqualTo(21);
        assertThat(supplying.holdsBack(first.plan())).isTrue();
        assertThat(record.reads).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void what_is_cancelled_while_its_values_are_read_is_given_to_nobody() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        record.gate = gate;
        Errand errand = enter("hold", token());

        errand.leases.take().cancel();
        gate.countDown();

        Report end = errand.last();
        assertThat(((Report.Finished) end).outcome().verdict()).isEqualTo(Verdict.CANCELLED);
        assertThat(supplying.credit()).isEqualTo(2);
    }

    @Test
    void an_error_while_values_are_read_is_an_end_and_frees_the_cell() throws Exception {
        record.error = Optional.of(new StackOverflowError("a trial"));

        Report end = enter("hold", token()).last();

        assertThat(((Report.Finished) end).outcome().verdict()).isEqualTo(Verdict.FAULTED);
        assertThat(supplying.credit()).isEqualTo(2);
    }

    @Test
    void a_hand_over_that_fails_is_no_end_but_a_loss() throws Exception {
        faulty.failure = Optional.of(new OutOfMemoryError("a trial"));

        Errand errand = enter("hold", token());

        assertThat(errand.told.take()).isInstanceOf(Report.Lost.class);
        assertThat(supplying.credit()).isEqualTo(2);
    }

    @Test
    void a_worker_that_cannot_be_told_of_a_cancel_has_it_all_the_same() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        record.gate = gate;
        Errand errand = enter("echo hello", token());
        Lease lease = errand.leases.take();
        faulty.isDeaf = true;
        faulty.afterwards = lease::cancel; // between the hand-over and its end

        gate.countDown();

        assertThat(((Report.Finished) errand.last()).outcome().verdict()).isEqualTo(Verdict.SUCCEEDED);
    }

    @Test
    void a_slow_record_holds_up_those_alone_that_want_something_of_it() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        record.gate = gate;
        for (int i = 0; i < 5; i++) {
            enter("hold", token());
        }
        record.reads.take();

        Report end = enter("echo hello", List.of()).last();
        int reads = record.reads.size();
        gate.countDown();

        assertThat(end).isInstanceOf(Report.Finished.class);
        assertThat(reads).as("half of two cells is read for").isZero();
    }

    @Test
    void a_worker_that_went_meanwhile_leaves_it_in_the_queue() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        record.gate = gate;
        Errand errand = enter("hold", token());
        record.reads.take();

        worker.ready(false);
        gate.countDown();

        assertThat(errand.told.take()).isInstanceOf(Report.Declined.class);
        assertThat(dispatcher.waiting()).isEqualTo(1);
    }
}
