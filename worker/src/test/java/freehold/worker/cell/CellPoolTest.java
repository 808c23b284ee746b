package freehold.worker.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.cell.FilterClass;
import freehold.cell.Program;
import freehold.dispatch.ProcessorWeight;
import freehold.quantity.Bytes;
import freehold.tenant.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class CellPoolTest {
    private static final CellShape SHAPE =
            new CellShape("python", FilterClass.INTERPRETED, Bytes.mebi(1), 1, Bytes.mebi(1), 8, Optional.empty());

    private static final CellShape WARM = new CellShape(
            "python",
            FilterClass.INTERPRETED,
            Bytes.mebi(1),
            1,
            Bytes.mebi(1),
            8,
            Optional.of(new Program(List.of("/usr/bin/python3"), Map.of())));

    private static final TenantId ONE = new TenantId("one");
    private static final TenantId OTHER = new TenantId("other");

    private final Semaphore gate = new Semaphore(0);
    private final FakeCells cells = new FakeCells();
    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private final CellPool pool = new CellPool(cells, new PoolPolicy(2, 1, 4, Duration.ofSeconds(60), 1), this::clock);

    private long clock() {
        asked.incrementAndGet();
        return now.get();
    }

    @AfterEach
    void close() {
        gate.release(100);
        pool.close();
        assertThat(cells.made()).allMatch(cell -> cell.isClosed() || cell.isUsed() || !cell.isWaiting());
    }

    @Test
    void makes_a_cell_on_demand_when_none_waits() {
        try (CellPool.Shift _ = pool.begin(ONE, 1);
                Cell cell = pool.take(SHAPE, ONE)) {
            assertThat(cell).isSameAs(cells.made().getFirst());
        }
    }

    @Test
    void lends_a_cell_that_waits_and_no_cell_twice() {
        pool.reserve(SHAPE);
        await(() -> pool.waiting() == 1);

        try (CellPool.Shift _ = pool.begin(ONE, 1);
                Cell first = pool.take(SHAPE, ONE);
                Cell second = pool.take(SHAPE, ONE)) {
            assertThat(first).isSameAs(cells.made().getFirst());
            assertThat(second).isNotSameAs(first);
        }
    }

    @Test
    void makes_none_ahead_while_an_execution_is_under_way() {
        try (CellPool.Shift _ = pool.begin(ONE, 1)) {
            pool.take(SHAPE, ONE).close();
            pool.take(SHAPE, ONE).close();

            assertThat(pool.waiting()).isZero();
            assertThat(cells.made()).hasSize(2);
        }
        await(() -> pool.waiting() == 2);
    }

    @Test
    void throws_away_a_cell_that_died() {
        pool.reserve(SHAPE);
        await(() -> pool.waiting() == 1);
        cells.made().getFirst().die();

        try (CellPool.Shift _ = pool.begin(ONE, 1);
                Cell cell = pool.take(SHAPE, ONE)) {
            assertThat(cell.isWaiting()).isTrue();
        }
        assertThat(cells.made().getFirst().isClosed()).isTrue();
    }

    @Test
    void closes_what_nobody_used_for_long() {
        pool.take(SHAPE, ONE).close();
        await(() -> pool.waiting() == 1);

        now.addAndGet(Duration.ofMinutes(5).toNanos());
        await(() -> pool.waiting() == 0);

        await(() -> cells.made().getLast().isClosed());
    }

    @Test
    void a_reserved_shape_always_has_a_cell_that_waits() {
        pool.reserve(WARM);
        gate.release(2);
        await(() -> pool.waiting() == 1);

        now.addAndGet(Duration.ofHours(5).toNanos());
        pool.take(WARM, ONE).close();

        await(() -> pool.waiting() == 1);
        assertThat(cells.made()).hasSize(2);
    }

    @Test
    void programs_of_a_tenant_that_has_many_weigh_less_all_alike_while_others_are_about() {
        pool.begin(OTHER, 1).close();
        try (CellPool.Shift first = pool.begin(ONE, 1);
                Cell early = first.take(SHAPE)) {
            assertThat(weight(early)).isEqualTo(ProcessorWeight.USUAL);

            try (CellPool.Shift second = pool.begin(ONE, 1);
                    Cell late = second.take(SHAPE)) {
                assertThat(weight(early)).isEqualTo(ProcessorWeight.among(2, 1));
                assertThat(weight(late)).isEqualTo(ProcessorWeight.among(2, 1));
            }

            assertThat(weight(early)).isEqualTo(ProcessorWeight.USUAL);
        }
    }

    @Test
    void a_tenant_that_comes_beside_many_programs_of_another_weighs_more_than_each() {
        try (CellPool.Shift first = pool.begin(ONE, 1);
                CellPool.Shift second = pool.begin(ONE, 1);
                Cell one = first.take(SHAPE);
                Cell two = second.take(SHAPE)) {
            assertThat(weight(two)).isEqualTo(ProcessorWeight.USUAL);

            try (CellPool.Shift other = pool.begin(OTHER, 1);
                    Cell quiet = other.take(SHAPE)) {
                assertThat(weight(quiet)).isEqualTo(ProcessorWeight.USUAL);
                assertThat(weight(one)).isEqualTo(ProcessorWeight.among(2, 1));
                assertThat(weight(two)).isEqualTo(ProcessorWeight.among(2, 1));
            }
        }
    }

    @Test
    void programs_weigh_by_the_share_of_their_tenant_as_it_was_told_last() {
        try (CellPool.Shift first = pool.begin(ONE, 1);
                CellPool.Shift other = pool.begin(OTHER, 1);
                Cell one = first.take(SHAPE);
                Cell beside = other.take(SHAPE)) {
            try (CellPool.Shift second = pool.begin(ONE, 12);
                    Cell two = second.take(SHAPE)) {
                assertThat(weight(one)).isEqualTo(new ProcessorWeight(300));
                assertThat(weight(two)).isEqualTo(new ProcessorWeight(300));
            }

            assertThat(weight(one)).isEqualTo(new ProcessorWeight(1_200));
            assertThat(weight(beside)).isEqualTo(ProcessorWeight.USUAL);
        }
    }

    @Test
    void a_tenant_that_was_not_heard_of_for_long_changes_no_weight() {
        pool.begin(OTHER, 1).close();
        now.addAndGet(Occupancy.ABOUT.toNanos());

        try (CellPool.Shift first = pool.begin(ONE, 1);
                CellPool.Shift second = pool.begin(ONE, 1);
                Cell one = first.take(SHAPE);
                Cell two = second.take(SHAPE)) {
            assertThat(weight(one)).isEqualTo(ProcessorWeight.USUAL);
            assertThat(weight(two)).isEqualTo(ProcessorWeight.USUAL);
        }
    }

    private static ProcessorWeight weight(Cell cell) {
        return ((FakeCell) cell).weight();
    }

    @Test
    void tells_who_asks_when_no_cell_can_be_made() {
        cells.fail(new CellsUnavailable("no daemon"));

        try (CellPool.Shift _ = pool.begin(ONE, 1)) {
            assertThatThrownBy(() -> pool.take(SHAPE, ONE)).isInstanceOf(CellsUnavailable.class);
        }
    }

    @Test
    void goes_on_after_it_failed_to_make_one_ahead() {
        Semaphore attempts = new Semaphore(0);
        cells.beforePrepare(_ -> attempts.release());
        cells.fail(new CellsUnavailable("no daemon"));
        pool.reserve(SHAPE);
        attempts.acquireUninterruptibly();

        cells.recover();

        // The pause counts from when the pool notes the failure, which is some time after the attempt that we saw.
        await(() -> {
            now.addAndGet(Duration.ofSeconds(3).toNanos());
            pool.reserve(SHAPE);
            return pool.waiting() == 1;
        });
    }

    @Test
    void waits_for_a_bootstrap_that_is_nearly_there() {
        long usual = learnsHowLongABootstrapTakes();
        now.addAndGet(usual * 6 / 10);
        Thread taker = Thread.currentThread();
        Thread.ofVirtual().start(() -> {
            await(() -> taker.getState() == Thread.State.TIMED_WAITING);
            gate.release();
        });

        try (CellPool.Shift _ = pool.begin(ONE, 1);
                Cell cell = pool.take(WARM, ONE)) {
            assertThat(cell).isSameAs(cells.made().get(1));
        }
    }

    @Test
    void does_not_wait_for_a_bootstrap_that_has_just_begun() {
        long usual = learnsHowLongABootstrapTakes();
        now.addAndGet(usual * 4 / 10);

        try (CellPool.Shift _ = pool.begin(ONE, 1);
                Cell cell = pool.take(WARM, ONE)) {
            assertThat(cell.isWarm()).isFalse();
        }
        gate.release();
    }

    @Test
    void two_do_not_wait_for_the_same_bootstrap() throws InterruptedException {
        long usual = learnsHowLongABootstrapTakes();
        now.addAndGet(usual);
        AtomicReference<Cell> awaited = new AtomicReference<>();
        Thread first = Thread.ofPlatform().start(() -> awaited.set(pool.take(WARM, ONE)));
        await(() -> first.getState() == Thread.State.TIMED_WAITING);

        try (CellPool.Shift _ = pool.begin(ONE, 1);
                Cell second = pool.take(WARM, ONE)) {
            assertThat(second.isWarm()).isFalse();
        }
        gate.release();
        first.join();

        try (Cell cell = awaited.get()) {
            assertThat(cell.isWarm()).isTrue();
        }
    }

    @Test
    void the_last_one_of_several_tenants_is_kept_from_whoever_has_another_under_way() {
        pool.reserve(WARM);
        takeWhenOneWaits(OTHER);
        takeWhenOneWaits(ONE);
        await(() -> pool.waiting() == 1);

        try (CellPool.Shift _ = pool.begin(ONE, 1);
                CellPool.Shift _ = pool.begin(ONE, 1);
                Cell cell = pool.take(WARM, ONE)) {
            assertThat(cell.isWarm()).isFalse();
        }
        try (Cell cell = pool.take(WARM, OTHER)) {
            assertThat(cell.isWarm()).isTrue();
        }
    }

    @Test
    void half_of_what_there_may_be_is_kept_and_made_again_one_by_one() {
        try (CellPool wide = new CellPool(cells, new PoolPolicy(4, 4, 8, Duration.ofSeconds(60), 1), this::clock)) {
            wide.take(WARM, OTHER).close();
            wide.take(WARM, ONE).close();
            wide.take(WARM, ONE).close();
            await(() -> warmOnes() == 3);

            try (CellPool.Shift _ = wide.begin(ONE, 1);
                    CellPool.Shift _ = wide.begin(ONE, 1);
                    Cell third = wide.take(WARM, ONE);
                    Cell none = wide.take(WARM, ONE);
                    Cell second = wide.take(WARM, OTHER);
                    Cell first = wide.take(WARM, OTHER)) {
                assertThat(List.of(third.isWarm(), none.isWarm())).containsExactly(true, false);
                assertThat(List.of(second.isWarm(), first.isWarm())).containsExactly(true, true);

                now.addAndGet(Duration.ofMillis(20).toNanos());
                await(() -> warmOnes() == 3 + 2);
            }
        }
    }

    /** Those that wait, and those that were taken and are open. */
    private long warmOnes() {
        return cells.made().stream()
                .filter(cell -> cell.isWarm() && cell.isWaiting())
                .count();
    }

    @Test
    void whoever_is_alone_may_take_the_last_one() {
        pool.reserve(WARM);
        await(() -> pool.waiting() == 1);

        try (CellPool.Shift _ = pool.begin(ONE, 1);
                CellPool.Shift _ = pool.begin(ONE, 1)) {
            takeWhenOneWaits(ONE);
        }
    }

    @Test
    void for_several_tenants_one_is_made_although_processors_are_busy() {
        pool.reserve(WARM);
        takeWhenOneWaits(OTHER);
        await(() -> pool.waiting() == 1);

        try (CellPool.Shift _ = pool.begin(ONE, 1)) {
            takeWhenOneWaits(ONE);
            now.addAndGet(Duration.ofMillis(20).toNanos());
            await(() -> pool.waiting() == 1);
        }
    }

    @Test
    void none_is_made_on_busy_processors_for_a_while_after_somebody_took_one() {
        pool.reserve(WARM);
        takeWhenOneWaits(OTHER);
        await(() -> pool.waiting() == 1);

        try (CellPool.Shift _ = pool.begin(ONE, 1)) {
            takeWhenOneWaits(ONE);
            int made = cells.made().size();
            now.addAndGet(Duration.ofMillis(19).toNanos());

            int before = asked.get();
            await(() -> asked.get() > before + 4); // it has thought about it again

            assertThat(cells.made()).hasSize(made);
        }
    }

    @Test
    void one_is_made_at_once_when_somebody_who_may_have_it_finds_none() {
        pool.reserve(WARM);
        takeWhenOneWaits(OTHER);
        await(() -> pool.waiting() == 1);

        try (CellPool.Shift _ = pool.begin(ONE, 1)) {
            takeWhenOneWaits(ONE);
            try (Cell cell = pool.take(WARM, OTHER)) {
                assertThat(cell.isWarm()).isFalse();
            }
            await(() -> pool.waiting() == 1);
        }
    }

    private void takeWhenOneWaits(TenantId tenant) {
        await(() -> pool.waiting() == 1);
        try (Cell cell = pool.take(WARM, tenant)) {
            assertThat(cell.isWarm()).isTrue();
        }
    }

    @Test
    void a_bootstrap_that_fails_is_left_alone_for_a_while_and_holds_nobody_up() {
        AtomicInteger attempts = new AtomicInteger();
        cells.beforePrepare(shape -> {
            if (shape.isWarm()) {
                attempts.incrementAndGet();
                throw new CellFault("bootstrap", 0, "it ended");
            }
        });
        pool.reserve(WARM);
        await(() -> attempts.get() == 1);
        await(CellPoolTest::isNoBootstrapUnderWay); // it failed by the clock of now

        pool.reserve(SHAPE);
        await(() -> pool.waiting() == 1);
        now.addAndGet(Duration.ofSeconds(59).toNanos());
        pool.reserve(WARM);
        pool.take(SHAPE, ONE).close();
        pool.take(SHAPE, ONE).close();
        await(() -> pool.waiting() == 2);

        assertThat(attempts).hasValue(1);
        now.addAndGet(Duration.ofSeconds(2).toNanos());
        pool.reserve(WARM);
        await(() -> attempts.get() == 2);
    }

    /** One has started and is in use, and the next one starts; the usual duration in nanoseconds. */
    private long learnsHowLongABootstrapTakes() {
        long usual = Duration.ofMinutes(1).toNanos() / 100;
        cells.beforePrepare(shape -> {
            if (shape.isWarm()) {
                gate.acquireUninterruptibly();
            }
        });
        pool.reserve(WARM);
        await(gate::hasQueuedThreads);
        now.addAndGet(usual);
        gate.release();
        await(() -> pool.waiting() == 1);
        pool.take(WARM, ONE).close();
        await(gate::hasQueuedThreads);
        return usual;
    }

    @Test
    void forgets_shapes_rather_than_remember_them_without_bound() {
        try (CellPool.Shift _ = pool.begin(ONE, 1)) {
            for (int i = 1; i <= 2_000; i++) {
                pool.take(
                                new CellShape(
                                        "python",
                                        FilterClass.INTERPRETED,
                                        new Bytes(i),
                                        1,
                                        Bytes.mebi(1),
                                        8,
                                        Optional.empty()),
                                ONE)
                        .close();
            }
        }

        await(() -> pool.waiting() == 4);
        assertThat(cells.open()).isEqualTo(4);
    }

    @Test
    void destroys_its_cells_when_it_closes() {
        pool.reserve(SHAPE);
        await(() -> pool.waiting() == 1);

        pool.close();

        assertThat(cells.open()).isZero();
    }

    private static boolean isNoBootstrapUnderWay() {
        return Thread.getAllStackTraces().keySet().stream()
                .noneMatch(each -> each.getName().startsWith("warmer-"));
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (Thread.interrupted()) {
                throw new AssertionError("it did not come in time");
            }
            LockSupport.parkNanos(100_000);
        }
    }
}
