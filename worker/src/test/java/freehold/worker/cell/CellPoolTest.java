package freehold.worker.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.cell.FilterClass;
import freehold.quantity.Bytes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class CellPoolTest {
    private static final CellShape SHAPE =
            new CellShape("python", FilterClass.INTERPRETED, Bytes.mebi(1), 1, Bytes.mebi(1), 8, Optional.empty());

    private final FakeCells cells = new FakeCells();
    private final AtomicLong now = new AtomicLong();
    private final CellPool pool = new CellPool(cells, new PoolPolicy(2, 1, 4, Duration.ofSeconds(60)), 1, now::get);

    @AfterEach
    void close() {
        pool.close();
        assertThat(cells.made()).allMatch(cell -> cell.isClosed() || cell.isUsed() || !cell.isWaiting());
    }

    @Test
    void makes_a_cell_on_demand_when_none_waits() {
        try (CellPool.Shift _ = pool.begin();
                Cell cell = pool.take(SHAPE)) {
            assertThat(cell).isSameAs(cells.made().getFirst());
        }
    }

    @Test
    void lends_a_cell_that_waits_and_no_cell_twice() {
        pool.expect(SHAPE);
        await(() -> pool.waiting() == 1);

        try (CellPool.Shift _ = pool.begin();
                Cell first = pool.take(SHAPE);
                Cell second = pool.take(SHAPE)) {
            assertThat(first).isSameAs(cells.made().getFirst());
            assertThat(second).isNotSameAs(first);
        }
    }

    @Test
    void makes_none_ahead_while_an_execution_is_under_way() {
        try (CellPool.Shift _ = pool.begin()) {
            pool.take(SHAPE).close();
            pool.expect(SHAPE);

            assertThat(pool.waiting()).isZero();
            assertThat(cells.made()).hasSize(1);
        }
        await(() -> pool.waiting() == 2);
    }

    @Test
    void throws_away_a_cell_that_died() {
        pool.expect(SHAPE);
        await(() -> pool.waiting() == 1);
        cells.made().getFirst().die();

        try (CellPool.Shift _ = pool.begin();
                Cell cell = pool.take(SHAPE)) {
            assertThat(cell.isWaiting()).isTrue();
        }
        assertThat(cells.made().getFirst().isClosed()).isTrue();
    }

    @Test
    void closes_what_nobody_used_for_long() {
        pool.expect(SHAPE);
        await(() -> pool.waiting() == 1);

        now.addAndGet(Duration.ofMinutes(5).toNanos());
        await(() -> pool.waiting() == 0);

        await(() -> cells.made().getFirst().isClosed());
    }

    @Test
    void tells_who_asks_when_no_cell_can_be_made() {
        cells.fail(new CellsUnavailable("no daemon"));

        try (CellPool.Shift _ = pool.begin()) {
            assertThatThrownBy(() -> pool.take(SHAPE)).isInstanceOf(CellsUnavailable.class);
        }
    }

    @Test
    void goes_on_after_it_failed_to_make_one_ahead() {
        Semaphore attempts = new Semaphore(0);
        cells.beforePrepare(attempts::release);
        cells.fail(new CellsUnavailable("no daemon"));
        pool.expect(SHAPE);
        attempts.acquireUninterruptibly();

        cells.recover();
        now.addAndGet(Duration.ofSeconds(3).toNanos());
        pool.expect(SHAPE);

        await(() -> pool.waiting() == 2);
    }

    @Test
    void forgets_shapes_rather_than_remember_them_without_bound() {
        try (CellPool.Shift _ = pool.begin()) {
            for (int i = 1; i <= 2_000; i++) {
                pool.take(new CellShape(
                                "python", FilterClass.INTERPRETED, new Bytes(i), 1, Bytes.mebi(1), 8, Optional.empty()))
                        .close();
            }
        }

        await(() -> pool.waiting() == 4);
        assertThat(cells.open()).isEqualTo(4);
    }

    @Test
    void destroys_its_cells_when_it_closes() {
        pool.expect(SHAPE);
        await(() -> pool.waiting() == 1);

        pool.close();

        assertThat(cells.open()).isZero();
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }
}
