package freehold.wire.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.runtime.Selection;
import freehold.wire.bus.MemoryBus;
import freehold.wire.link.Handed;
import freehold.wire.link.Heard;
import freehold.wire.link.HeldWorker;
import freehold.wire.link.Lease;
import freehold.wire.link.Link;
import freehold.wire.link.LinkContract;
import freehold.wire.link.Report;
import freehold.wire.link.Roster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BusLinkTest extends LinkContract {
    private final MemoryBus bus = new MemoryBus();
    private final BusLink link = new BusLink(bus, "ctl_1", List.of(RUNTIME.pack()));
    private final AtomicInteger workers = new AtomicInteger();
    private final CountDownLatch drained = new CountDownLatch(1);

    @AfterEach
    void close() {
        link.close();
        bus.close();
    }

    @Override
    protected Link link() {
        return link;
    }

    @Override
    protected BusRoster roster() {
        String id = "wrk_" + workers.incrementAndGet();
        return new BusRoster(
                bus, new BusRoster.Identity(id, "w", Map.of("rack", "7"), List.of(RUNTIME)), drained::countDown);
    }

    @Test
    void what_a_worker_offers_is_in_the_catalogue_while_it_is_there() {
        boolean before = link.catalogue().installed().isEmpty();
        try (var _ = roster().announce(new HeldWorker(1))) {
            until(() -> !link.catalogue().installed().isEmpty());

            assertThat(before).isTrue();
            assertThat(link.catalogue().find("one@1.0")).isEqualTo(new Selection.Found(RUNTIME));
            assertThat(link.workers().getFirst().labels()).containsEntry("rack", "7");
        }
    }

    @Test
    void a_plan_goes_only_to_a_worker_that_has_its_very_runtime() {
        try (var _ = roster().announce(new HeldWorker(1))) {
            until(() -> link.credit() == 1);

            assertThat(link.assign(Handed.plan(Handed.installed("one", "b"), bytes("")), new Heard()))
                    .isEmpty();
        }
    }

    @Test
    void an_assignment_that_never_arrived_is_lost_and_not_forgotten() throws Exception {
        Heard heard = new Heard();
        try (var _ = roster().announce(new HeldWorker(1))) {
            until(() -> link.credit() == 1);
            bus.loses(subject -> subject.startsWith("freehold.worker."));

            var _ = assigned(bytes(""), heard);

            assertThat(heard.next()).isInstanceOf(Report.Lost.class);
        }
    }

    @Test
    void what_a_silent_worker_had_is_lost_and_its_late_end_counts_no_more() throws Exception {
        HeldWorker worker = new HeldWorker(1);
        Heard heard = new Heard();
        try (var _ = roster().announce(worker)) {
            var _ = assigned(bytes(""), heard);
            HeldWorker.Begun begun = worker.next();

            bus.loses(subject -> subject.equals("freehold.presence"));
            Report last = heard.next();
            bus.loses(_ -> false);
            begun.ends(Handed.outcome(bytes("too late")));
            until(() -> link.credit() == 1);

            assertThat(last).isInstanceOf(Report.Lost.class);
            assertThat(heard.isQuiet()).isTrue();
        }
    }

    @Test
    void output_behind_a_lost_message_is_left_out_and_the_end_has_all_of_it() throws Exception {
        HeldWorker worker = new HeldWorker(1);
        Heard heard = new Heard();
        try (var _ = roster().announce(worker)) {
            var _ = assigned(bytes(""), heard);
            HeldWorker.Begun begun = worker.next();
            begun.writes(0, bytes("a"));
            assertThat(((Report.Output) heard.next()).bytes()).isEqualTo(bytes("a"));

            bus.loses(subject -> subject.startsWith("freehold.control."));
            begun.writes(1, bytes("b"));
            bus.loses(_ -> false);
            begun.writes(2, bytes("c"));
            begun.ends(Handed.outcome(bytes("abc")));

            assertThat(heard.next()).isInstanceOf(Report.Finished.class);
        }
    }

    @Test
    void an_end_that_was_not_heard_is_said_again() throws Exception {
        HeldWorker worker = new HeldWorker(1);
        Heard heard = new Heard();
        try (var _ = roster().announce(worker)) {
            var _ = assigned(bytes(""), heard);
            HeldWorker.Begun begun = worker.next();

            bus.loses(subject -> subject.startsWith("freehold.control."));
            begun.ends(Handed.outcome(bytes("x")));
            assertThat(heard.isQuiet()).isTrue();
            bus.loses(_ -> false);

            assertThat(heard.next()).isInstanceOf(Report.Finished.class);
        }
    }

    @Test
    void a_word_under_a_number_that_was_never_given_changes_nothing() throws Exception {
        HeldWorker worker = new HeldWorker(1);
        Heard heard = new Heard();
        try (var _ = roster().announce(worker)) {
            var _ = assigned(bytes(""), heard);
            worker.next();

            byte[] forged = new Word.Finished(42, 1, 0, new byte[1]).message();
            byte[] answer = bus.ask(Subjects.control("ctl_1"), forged, Duration.ofSeconds(5));
            byte[] garbage = bus.ask(Subjects.control("ctl_1"), new byte[] {1, 2, 3}, Duration.ofSeconds(5));

            assertThat(answer).isEqualTo(new byte[] {0});
            assertThat(garbage).isEqualTo(new byte[] {0});
            assertThat(heard.isQuiet()).isTrue();
        }
    }

    @Test
    void a_cordoned_worker_is_given_nothing_until_it_is_uncordoned() {
        try (var _ = roster().announce(new HeldWorker(1))) {
            until(() -> link.credit() == 1);

            assertThat(link.tell("wrk_1", Fleet.Wish.CORDON)).isTrue();
            until(() -> link.credit() == 0);
            assertThat(link.workers().getFirst().state()).isEqualTo(Fleet.State.CORDONED);
            assertThat(link.tell("wrk_1", Fleet.Wish.UNCORDON)).isTrue();
            until(() -> link.credit() == 1);

            assertThat(link.tell("wrk_9", Fleet.Wish.CORDON)).isFalse();
        }
    }

    @Test
    void a_worker_that_drains_finishes_what_it_has_and_then_says_so() throws Exception {
        HeldWorker worker = new HeldWorker(2);
        Heard heard = new Heard();
        try (var _ = roster().announce(worker)) {
            var _ = assigned(bytes(""), heard);
            HeldWorker.Begun begun = worker.next();

            link.tell("wrk_1", Fleet.Wish.DRAIN);
            until(() -> link.credit() == 0);
            boolean early = drained.getCount() == 0;
            begun.ends(Handed.outcome(bytes("")));

            assertThat(early).isFalse();
            assertThat(heard.next()).isInstanceOf(Report.Finished.class);
            assertThat(drained.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_worker_that_leaves_gives_back_what_it_has() throws Exception {
        HeldWorker worker = new HeldWorker(1);
        Heard heard = new Heard();
        Roster.Registration registration = roster().announce(worker);
        Lease lease = assigned(bytes(""), heard);
        HeldWorker.Begun begun = worker.next();

        registration.close();
        begun.ends(Handed.outcome(bytes("ended by its stop")));

        assertThat(heard.next()).isInstanceOf(Report.Lost.class);
        assertThat(begun.cancelled().await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(heard.isQuiet()).isTrue();
        lease.cancel();
    }

    @Test
    void two_controls_share_a_worker_and_one_of_them_is_declined() throws Exception {
        try (BusLink other = new BusLink(bus, "ctl_2", List.of(RUNTIME.pack()));
                var _ = roster().announce(new HeldWorker(1))) {
            until(() -> other.credit() == 1 && link.credit() == 1);
            Heard first = new Heard();
            Heard second = new Heard();

            Optional<Lease> one = link.assign(Handed.plan(RUNTIME, bytes("")), first);
            Optional<Lease> two = other.assign(Handed.plan(RUNTIME, bytes("")), second);

            assertThat(one).isPresent();
            assertThat(two).isPresent();
            assertThat(second.next()).isInstanceOf(Report.Declined.class);
            until(() -> other.credit() == 0);
            assertThat(first.isQuiet()).isTrue();
        }
    }
}
