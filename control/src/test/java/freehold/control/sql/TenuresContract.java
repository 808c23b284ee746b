package freehold.control.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.control.admission.Admission;
import freehold.control.admission.Ceilings;
import freehold.control.admission.Decision;
import freehold.control.admission.Ids;
import freehold.control.dispatch.Dispatcher;
import freehold.control.dispatch.QueueBounds;
import freehold.control.execution.Executions;
import freehold.control.execution.Fellows;
import freehold.control.execution.Fellowship;
import freehold.control.policy.Meter;
import freehold.control.policy.Rulebooks;
import freehold.control.record.Entry;
import freehold.control.record.Journal;
import freehold.control.record.RecordUnavailable;
import freehold.control.record.Tenures;
import freehold.control.world.Outcomes;
import freehold.control.world.Packs;
import freehold.control.world.World;
import freehold.execution.Content;
import freehold.execution.Execution;
import freehold.execution.ExecutionId;
import freehold.execution.Outcome;
import freehold.execution.Plan;
import freehold.execution.Request;
import freehold.execution.StepName;
import freehold.tenant.TenantId;
import freehold.wire.link.Hearing;
import freehold.wire.link.MemoryLink;
import freehold.wire.link.Speech;
import freehold.wire.pace.Pace;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who has what, where two controls share a record; the same for every database. */
abstract class TenuresContract {
    private static final TenantId ANN = new TenantId("ann");
    private static final Duration LEASE = Duration.ofMillis(300);

    private final Ids ids = new Ids(InstantSource.system(), new SecureRandom());
    private SqlRecords first;
    private SqlRecords second;
    private Tenures firsts;
    private Tenures seconds;

    protected abstract Engine engine();

    @BeforeEach
    void open() {
        first = open("ctl_1");
        second = open("ctl_2");
        firsts = first.tenures(LEASE);
        seconds = second.tenures(LEASE);
    }

    private SqlRecords open(String control) {
        return new SqlRecords(
                engine(),
                InstantSource.system(),
                () -> World.KEY,
                World.MASTER,
                () -> Long.MAX_VALUE,
                Optional.of(control));
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    private Plan plan() {
        Request request = Request.ofSource(
                "c", new Content.Inline(new byte[0]), List.of(), new Content.Inline(new byte[0]), Map.of());
        Decision decision = new Admission(() -> Packs.CATALOGUE, Ceilings.SERVER, ids).admit(ANN, request);
        return ((Decision.Admitted) decision).plan();
    }

    private static Entry queued(Plan plan) {
        return entry(Execution.queued(plan, Map.of(), Instant.now()));
    }

    private static Entry finished(Plan plan, String output) {
        Execution running = Execution.queued(plan, Map.of(), Instant.now()).started(StepName.RUN, Instant.now());
        return entry(running.finished(Outcomes.succeeded(plan, output), Instant.now()));
    }

    private static Entry entry(Execution execution) {
        return new Entry(execution, new byte[] {1}, Set.of(), Journal.EMPTY);
    }

    private static void leaseEnds() {
        long until = System.nanoTime() + LEASE.multipliedBy(2).toNanos();
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left); // which may return early
        }
    }

    private String output(Plan plan) {
        return first.find(ANN, plan.id())
                .map(Entry::execution)
                .flatMap(Execution::outcome)
                .flatMap(Outcome::run)
                .map(step -> new String(step.stdout(), StandardCharsets.UTF_8))
                .orElse("none");
    }

    @Test
    void what_is_stored_is_whose_who_stored_it_until_it_has_ended() {
        Plan plan = plan();
        first.save(queued(plan)).join();

        Optional<String> holder = seconds.holder(plan.id());
        List<ExecutionId> held = firsts.held(Set.of(), 10).stream()
                .map(each -> each.execution().id())
                .toList();
        first.save(finished(plan, "x")).join();

        assertThat(holder).hasValue("ctl_1");
        assertThat(held).containsExactly(plan.id());
        assertThat(seconds.holder(plan.id())).isEmpty();
        assertThat(firsts.held(Set.of(), 10)).isEmpty();
    }

    @Test
    void one_that_cannot_be_opened_keeps_none_of_the_others_from_being_taken_over() throws Exception {
        List<Plan> plans = List.of(plan(), plan(), plan(), plan());
        plans.forEach(each -> first.save(queued(each)).join());
        try (Session session = engine().openToWrite()) {
            session.update(
                    "update execution set request = ? where id = ?",
                    new byte[100],
                    plans.get(0).id().value());
            session.update(
                    "update execution set journal = ? where id = ?",
                    new byte[] {99, 99, 99},
                    plans.get(1).id().value());
        }
        leaseEnds();

        int taken = seconds.renew();
        List<ExecutionId> held = seconds.held(Set.of(), 2).stream()
                .map(each -> each.execution().id())
                .toList();

        assertThat(taken).isEqualTo(4);
        assertThat(held).containsExactly(plans.get(2).id(), plans.get(3).id());
    }

    @Test
    void a_silent_control_loses_what_it_has_once_and_learns_it() throws Exception {
        Plan plan = plan();
        first.save(queued(plan)).join();
        boolean early = seconds.renew() > 0;

        leaseEnds();
        int taken = seconds.renew();
        int again = seconds.renew();

        assertThat(early).isFalse();
        assertThat(taken).isEqualTo(1);
        assertThat(again).isZero();
        assertThat(firsts.holder(plan.id())).hasValue("ctl_2");
        assertThatThrownBy(firsts::renew).isInstanceOf(Tenures.Superseded.class);
    }

    @Test
    void a_late_control_cannot_overwrite_what_another_one_has() throws Exception {
        Plan plan = plan();
        first.save(queued(plan)).join();
        leaseEnds();
        seconds.renew();

        boolean late = first.save(finished(plan, "late")).join();
        String before = output(plan);
        boolean right = second.save(finished(plan, "right")).join();
        boolean later = first.save(finished(plan, "later")).join();

        assertThat(List.of(late, right, later)).containsExactly(false, true, false);
        assertThat(before).isEqualTo("none");
        assertThat(output(plan)).isEqualTo("right");
    }

    @Test
    void a_control_that_was_taken_over_cannot_begin_what_nobody_would_ever_take_over() throws Exception {
        leaseEnds();
        seconds.renew();
        Plan plan = plan();

        assertThatThrownBy(() -> first.save(queued(plan)).join()).hasCauseInstanceOf(RecordUnavailable.class);
        assertThat(second.find(ANN, plan.id())).isEmpty();
    }

    @Test
    void controls_that_live_are_counted_and_those_that_left_are_not() {
        int before = first.livingControls(Duration.ofMinutes(1));

        seconds.leave();

        assertThat(before).isEqualTo(2);
        assertThat(first.livingControls(Duration.ofMinutes(1))).isEqualTo(1);
    }

    @Test
    void who_leaves_lets_others_take_over_at_once() throws Exception {
        Plan plan = plan();
        first.save(queued(plan)).join();

        firsts.leave();

        assertThat(seconds.renew()).isEqualTo(1);
    }

    @Test
    void who_did_not_renew_for_half_a_lease_is_not_sure() throws Exception {
        firsts.renew();
        boolean before = firsts.isFresh();

        leaseEnds();

        assertThat(before).isTrue();
        assertThat(firsts.isFresh()).isFalse();
    }

    /** Another control, which is told what was said. */
    private static final class Listener implements Fellows {
        private final List<String> told = Collections.synchronizedList(new ArrayList<>());

        @Override
        public Optional<Sight> look(String control, TenantId tenant, ExecutionId id, long after, Duration patience) {
            return Optional.empty();
        }

        @Override
        public boolean cancel(String control, TenantId tenant, ExecutionId id) {
            return false;
        }

        @Override
        public Hearing say(String control, TenantId tenant, ExecutionId id, long number, Speech speech) {
            told.add(control);
            return Hearing.TAKEN;
        }
    }

    private Executions executions(Listener listener) {
        MemoryLink link = new MemoryLink();
        return new Executions(
                new Admission(() -> Packs.CATALOGUE, Ceilings.SERVER, ids),
                new Meter(first.policies(), Rulebooks.NONE, InstantSource.system()),
                new Dispatcher(link, QueueBounds.DEFAULT, _ -> 1),
                link,
                first,
                first.blobs(),
                InstantSource.system(),
                _ -> {},
                Optional.of(new Fellowship(firsts, listener)),
                Pace.REAL);
    }

    private void change(String sql, Object... values) throws SQLException {
        try (Session session = engine().openToWrite()) {
            assertThat(session.update(sql, values)).isPositive();
        }
    }

    @Test
    void what_is_said_reaches_whoever_has_it_and_its_content_is_not_opened_for_that() throws Exception {
        Speech word = new Speech.Input(new byte[] {1});
        Listener listener = new Listener();
        Executions here = executions(listener);
        Plan living = plan();
        Plan ended = plan();
        second.save(queued(living)).join();
        second.save(queued(ended)).join();
        second.save(finished(ended, "x")).join();
        change("update execution set request = ?", new byte[100]);

        Hearing heard = here.say(ANN, living.id(), 0, word);
        change("delete from tenure where execution = ?", living.id().value());
        Hearing toNobody = here.say(ANN, living.id(), 1, word);

        assertThat(heard).isEqualTo(Hearing.TAKEN);
        assertThat(listener.told).containsExactly("ctl_2");
        assertThat(toNobody).isEqualTo(Hearing.LATER);
        assertThat(here.say(ANN, ended.id(), 0, word)).isEqualTo(Hearing.OVER);
        assertThat(here.say(ANN, plan().id(), 0, word)).isEqualTo(Hearing.OVER);
        assertThat(here.say(new TenantId("ben"), living.id(), 0, word)).isEqualTo(Hearing.OVER);
    }
}
