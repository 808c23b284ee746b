package freehold.wire.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.execution.Plan;
import freehold.runtime.Installed;
import freehold.wire.bus.MemoryBus;
import freehold.wire.link.Handed;
import freehold.wire.link.Heard;
import freehold.wire.link.HeldWorker;
import freehold.wire.link.Report;
import freehold.wire.pace.Pace;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What workers decline: for want of room, or since they cannot read it, as while one version replaces another. */
@Timeout(60)
final class DeclinedTest {
    static final Installed RUNTIME = Handed.installed("one", "a");
    private static final Plan PLAN = Handed.plan(RUNTIME, new byte[0]);

    private final MemoryBus bus = new MemoryBus();
    private final AtomicLong later = new AtomicLong();
    private final BusLink link = new BusLink(bus, "ctl_1", List.of(RUNTIME.pack()), new Shifted(), new SecureRandom());

    @AfterEach
    void close() {
        link.close();
        bus.close();
    }

    /** The clock of the machine, and so much later. */
    private final class Shifted implements Pace {
        @Override
        public long nanos() {
            return REAL.nanos() + later.get();
        }

        @Override
        public void sleep(Duration length) throws InterruptedException {
            REAL.sleep(length);
        }

        @Override
        public void start(String name, Runnable task) {
            REAL.start(name, task);
        }

        @Override
        public Beat every(String name, Duration pause, BooleanSupplier task) {
            return REAL.every(name, pause, task);
        }
    }

    private void passes(Duration time) {
        later.addAndGet(time.toNanos());
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not come true");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private Report assigned() throws InterruptedException {
        until(() -> link.isOpenFor(PLAN));
        Heard heard = new Heard();
        assertThat(link.assign(PLAN, heard)).isPresent();
        return heard.next();
    }

    @Test
    void what_a_worker_cannot_read_is_kept_from_it_for_a_while_and_waits_in_nobodys_way() throws Exception {
        Plan other = Handed.plan(RUNTIME, new byte[1]).sharing(2);
        try (DecliningWorker old = new DecliningWorker(bus, "wrk_1", DecliningWorker.CANNOT_READ)) {
            Report first = assigned();

            assertThat(first).isInstanceOf(Report.Declined.class);
            assertThat(link.credit()).isPositive();
            assertThat(link.holdsBack(PLAN)).isTrue();
            assertThat(link.isOpenFor(PLAN)).isFalse();
            assertThat(link.assign(PLAN, new Heard())).isEmpty();
            assertThat(old.given).hasValue(1);
            passes(Declines.UNREADABLE_PAUSE);
            until(() -> !link.holdsBack(PLAN));
            assertThat(link.isOpenFor(other)).isTrue();
        }
    }

    @Test
    void what_one_worker_cannot_read_goes_to_another_that_has_less_room() throws Exception {
        HeldWorker worker = new HeldWorker(1);
        try (DecliningWorker old = new DecliningWorker(bus, "wrk_1", DecliningWorker.CANNOT_READ);
                var _ = roster("wrk_2").announce(worker)) {
            until(() -> link.workers().size() == 2);

            Report declined = assigned();
            var _ = link.assign(PLAN, new Heard()).orElseThrow();

            assertThat(declined).isInstanceOf(Report.Declined.class);
            assertThat(worker.next().plan().id()).isEqualTo(PLAN.id());
            assertThat(old.given).hasValue(1);
        }
    }

    @Test
    void what_nobody_can_read_is_given_up_in_the_end() throws Exception {
        try (DecliningWorker old = new DecliningWorker(bus, "wrk_1", DecliningWorker.CANNOT_READ)) {
            for (int i = 1; i < Declines.UNREADABLE_MAX; i++) {
                assertThat(assigned()).isInstanceOf(Report.Declined.class);
                passes(Declines.UNREADABLE_PAUSE);
            }

            assertThat(assigned()).isInstanceOf(Report.Unreadable.class);
            assertThat(old.given).hasValue(Declines.UNREADABLE_MAX);
        }
    }

    @Test
    void it_is_not_given_up_while_a_worker_is_there_that_may_read_it_and_has_no_room_yet() throws Exception {
        HeldWorker worker = new HeldWorker(1);
        try (DecliningWorker _ = new DecliningWorker(bus, "wrk_1", DecliningWorker.CANNOT_READ);
                var _ = roster("wrk_2").announce(worker)) {
            until(() -> link.workers().size() == 2);
            assigned();
            var _ = link.assign(PLAN, new Heard()).orElseThrow(); // it is full from now on
            worker.next();

            for (int i = 0; i < 2 * Declines.UNREADABLE_MAX; i++) {
                passes(Declines.UNREADABLE_PAUSE);
                assertThat(assigned()).isInstanceOf(Report.Declined.class);
            }
        }
    }

    @Test
    void a_worker_that_does_not_say_why_is_asked_less_and_less_often_for_the_same() throws Exception {
        try (DecliningWorker old = new DecliningWorker(bus, "wrk_1", DecliningWorker.SAYS_NOT_WHY)) {
            for (int i = 0; i < Declines.NO_ROOM_AT_ONCE; i++) {
                assertThat(assigned()).isInstanceOf(Report.Declined.class);
            }

            assertThat(assigned()).isInstanceOf(Report.Declined.class);
            until(() -> link.credit() > 0);
            assertThat(link.holdsBack(PLAN)).isTrue();
            passes(Declines.NO_ROOM_PAUSE_MAX);
            assertThat(assigned()).isInstanceOf(Report.Declined.class);
            assertThat(old.given).hasValue(Declines.NO_ROOM_AT_ONCE + 2);
        }
    }

    @Test
    void a_worker_says_that_it_cannot_read_and_of_room_what_it_always_said() throws Exception {
        BlockingQueue<byte[]> said = new LinkedBlockingQueue<>();
        bus.hear(Subjects.control("ctl_9"), message -> {
            said.add(message);
            return Optional.empty();
        });
        byte[] plan = PlanCodec.bytes(PLAN);
        byte[] odd = PlanCodec.bytes(Handed.plan(Handed.installed("one", "b"), new byte[0]));
        try (var _ = roster("wrk_1").announce(new HeldWorker(1))) {
            give(1, odd.length, odd);
            give(2, 1L << 40, plan);
            give(3, plan.length, plan);
            give(4, plan.length, plan);

            assertThat(said.poll(20, TimeUnit.SECONDS)).isEqualTo(DecliningWorker.CANNOT_READ.apply(1));
            assertThat(said.poll(20, TimeUnit.SECONDS)).isEqualTo(DecliningWorker.CANNOT_READ.apply(2));
            assertThat(said.poll(20, TimeUnit.SECONDS)).isEqualTo(DecliningWorker.SAYS_NOT_WHY.apply(4));
        }
    }

    private void give(long number, long total, byte[] first) {
        bus.tell(Subjects.worker("wrk_1"), new Order.Assign(new Held("ctl_9", number), total, first).message());
    }

    private BusRoster roster(String id) {
        return new BusRoster(bus, new BusRoster.Identity(id, id, Map.of(), List.of(RUNTIME)), () -> {});
    }
}
