package freehold.worker.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.worker.cell.Cell;
import freehold.worker.cell.CellFault;
import freehold.worker.cell.CellPrograms;
import freehold.worker.cell.CellShape;
import freehold.worker.cell.Cells;
import freehold.worker.cell.CellsContract;
import freehold.worker.cell.CellsUnavailable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Real cells, made by a real daemon; needs root. */
@Tag("cell")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LinuxCellsTest extends CellsContract {
    private final CellDaemon daemon = CellDaemon.start();
    private final LinuxCells cells = new LinuxCells(daemon.socket());

    @BeforeAll
    void warm() {
        cells.prepare(shape()).close();
    }

    @AfterAll
    void stop() {
        cells.close();
        daemon.close();
    }

    @Override
    protected Cells cells() {
        return cells;
    }

    @Override
    protected CellPrograms programs() {
        return new ShellPrograms();
    }

    @Override
    protected CellShape shape() {
        return shapeOf(CellDaemon.ROOT);
    }

    @Test
    void a_root_that_nobody_allowed_is_refused_by_its_step() {
        assertThatThrownBy(() -> cells.prepare(shapeOf("unknown"))).isInstanceOf(CellFault.class);
    }

    @Test
    void cells_die_with_their_daemon() {
        try (CellDaemon other = CellDaemon.start();
                LinuxCells itsCells = new LinuxCells(other.socket())) {
            Cell waiting = itsCells.prepare(shape());
            boolean before = waiting.isWaiting();

            other.kill();

            assertThat(before).isTrue();
            assertThat(waiting.isWaiting()).isFalse();
            assertThatThrownBy(() -> itsCells.prepare(shape())).isInstanceOf(CellsUnavailable.class);
            assertThat(itsCells.available()).isFalse();
        }
    }
}
