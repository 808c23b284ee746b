package freehold.wire.link;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.cell.Signal;
import freehold.cell.TerminalSize;
import freehold.execution.Outcome;
import freehold.execution.Plan;
import freehold.execution.WorkerIdentity;
import freehold.runtime.Installed;
import freehold.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What every link does between a control and workers, however far apart they are. */
public abstract class LinkContract {
    protected static final Installed RUNTIME = Handed.installed("one", "a");
    private static final int LARGE = 3 << 20;

    /** Control's side of the link under test. */
    protected abstract Link link();

    /** The workers' side, at which a worker offers {@link #RUNTIME}. */
    protected abstract Roster roster();

    protected static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    protected static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not come true");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    /** Hands a plan over as soon as there is credit. */
    protected final Lease assigned(byte[] stdin, Reports reports) {
        until(() -> link().credit() > 0);
        Optional<Lease> lease = link().assign(Handed.plan(RUNTIME, stdin), reports);
        return lease.orElseThrow();
    }

    @Test
    void a_plan_arrives_with_the_share_of_its_tenant() throws Exception {
        HeldWorker worker = new HeldWorker(1);
        Plan plan = Handed.plan(RUNTIME, bytes("in")).sharing(1_000);
        try (var _ = roster().announce(worker)) {
            until(() -> link().credit() > 0);

            var _ = link().assign(plan, new Heard());

            assertThat(worker.next().plan()).usingRecursiveComparison().isEqualTo(plan);
        }
    }

    @Test
    void a_plan_arrives_as_it_was_and_reports_come_back_in_their_order() throws Exception {
        HeldWorker worker = new HeldWorker(1);
        Heard heard = new Heard();
        try (var _ = roster().announce(worker)) {
            var _ = assigned(bytes("in"), heard);
            HeldWorker.Begun begun = worker.next();
            WorkerIdentity by = new WorkerIdentity("hösten", "6.12.0", "");
            begun.taken(by);
            begun.started();
            begun.writes(0, bytes("a"));
            begun.writes(1, bytes("b"));
            begun.ends(Handed.outcome(bytes("ab")));

            assertThat(begun.plan()).usingRecursiveComparison().isEqualTo(Handed.plan(RUNTIME, bytes("in")));
            assertThat(heard.next()).isEqualTo(new Report.Taken(by));
            assertThat(heard.next()).isInstanceOf(Report.Started.class);
            assertThat(((Report.Output) heard.next()).bytes()).isEqualTo(bytes("a"));
            assertThat(((Report.Output) heard.next()).bytes()).isEqualTo(bytes("b"));
            assertThat(((Report.Finished) heard.next()).outcome())
                    .usingRecursiveComparison()
                    .isEqualTo(Handed.outcome(bytes("ab")));
        }
    }

    @Test
    void credit_is_taken_and_comes_back_with_the_end() throws Exception {
        HeldWorker worker = new HeldWorker(2);
        Heard heard = new Heard();
        try (var _ = roster().announce(worker)) {
            var _ = assigned(bytes(""), heard);

            assertThat(link().credit()).isEqualTo(1);
            worker.next().ends(Handed.outcome(bytes("")));
            until(() -> link().credit() == 2);

            assertThat(link().capacity()).isEqualTo(2);
        }
    }

    @Test
    void what_is_kept_of_a_tenant_is_forgotten_by_each_worker_though_it_is_busy() {
        HeldWorker worker = new HeldWorker(1);
        try (var _ = roster().announce(worker)) {
            var _ = assigned(bytes(""), new Heard());

            link().forgetKept(new TenantId("one"));

            until(() -> worker.forgotten().equals(List.of(new TenantId("one"))));
        }
    }

    @Test
    void without_credit_nothing_is_handed_over() {
        Optional<Lease> alone = link().assign(Handed.plan(RUNTIME, bytes("")), new Heard());
        try (var _ = roster().announce(new HeldWorker(1))) {
            var _ = assigned(bytes(""), new Heard());
            Optional<Lease> second = link().assign(Handed.plan(RUNTIME, bytes("")), new Heard());

            assertThat(alone).isEmpty();
            assertThat(second).isEmpty();
        }
    }

    @Test
    void a_lease_is_cancelled_at_the_worker() throws Exception {
        HeldWorker worker = new HeldWorker(1);
        try (var _ = roster().announce(worker)) {
            Lease lease = assigned(bytes(""), new Heard());
            HeldWorker.Begun begun = worker.next();

            lease.cancel();

            assertThat(begun.cancelled().await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void what_is_said_reaches_the_program_and_what_became_of_it_comes_back() throws Exception {
        HeldWorker worker = new HeldWorker(1);
        try (var _ = roster().announce(worker)) {
            Lease lease = assigned(bytes(""), new Heard());
            HeldWorker.Begun begun = worker.next();
            byte[] much = new byte[Speech.INPUT_MAX];
            List<Speech> all = List.of(
                    new Speech.Signalled(Signal.SIGINT),
                    new Speech.Resized(new TerminalSize(50, 132)),
                    new Speech.Input(much));
            List<Hearing> hearings = new ArrayList<>();
            for (Speech each : all) {
                hearings.add(lease.say(hearings.size(), each));
            }
            Hearing end = lease.say(9, new Speech.InputEnd());

            assertThat(hearings).containsOnly(Hearing.TAKEN);
            assertThat(end).isEqualTo(Hearing.LATER);
            assertThat(begun.said().take()).isEqualTo(all.get(0));
            assertThat(begun.said().take()).isEqualTo(all.get(1));
            assertThat(((Speech.Input) begun.said().take()).bytes()).isEqualTo(much);
        }
    }

    @Test
    void large_plans_and_outcomes_go_through() throws Exception {
        byte[] large = new byte[LARGE];
        Arrays.fill(large, (byte) 'x');
        large[LARGE - 1] = 'y';
        HeldWorker worker = new HeldWorker(1);
        Heard heard = new Heard();
        try (var _ = roster().announce(worker)) {
            var _ = assigned(large, heard);
            HeldWorker.Begun begun = worker.next();
            begun.ends(Handed.outcome(large));

            assertThat(begun.plan().stdin().bytes()).isEqualTo(large);
            Outcome outcome = ((Report.Finished) heard.next()).outcome();
            assertThat(outcome.run().orElseThrow().stdout()).isEqualTo(large);
        }
    }

    @Test
    void whoever_left_is_given_nothing() {
        Roster.Registration registration = roster().announce(new HeldWorker(1));
        until(() -> link().credit() == 1);

        registration.close();

        until(() -> link().credit() == 0);
        assertThat(link().assign(Handed.plan(RUNTIME, bytes("")), new Heard())).isEmpty();
    }
}
