package freehold.worker.cell;

import freehold.cell.CellSpec;
import freehold.cell.FilterClass;
import freehold.cell.Limits;
import freehold.cell.Program;
import freehold.cell.Variation;
import freehold.execution.StepPlan;
import freehold.quantity.Bytes;
import java.util.Optional;

/**
 * What must be known of a cell before its program is. Time and output limits are not among it: they begin with the program, so cells
 * of one shape serve steps that differ in them.
 *
 * @param disk of all files together, and of each
 * @param variation whether starts in it may differ
 * @param bootstrap what runs in it already and waits for its program, if anything does
 */
public record CellShape(
        String root,
        FilterClass filter,
        Bytes memory,
        int processes,
        Bytes disk,
        int openFiles,
        Optional<Program> bootstrap,
        Variation variation) {
    private static final int INODES_LEAST = 1_024;
    private static final int INODES_MOST = 65_536;
    private static final int PAGE_BYTES = 4_096;

    /** Where starts may differ. */
    public CellShape(
            String root,
            FilterClass filter,
            Bytes memory,
            int processes,
            Bytes disk,
            int openFiles,
            Optional<Program> bootstrap) {
        this(root, filter, memory, processes, disk, openFiles, bootstrap, Variation.FREE);
    }

    /** Where nothing runs before the program. */
    public static CellShape of(CellSpec spec) {
        Limits limits = spec.limits();
        return new CellShape(
                spec.root(),
                spec.filter(),
                limits.memory(),
                limits.processes(),
                limits.disk(),
                limits.openFiles(),
                Optional.empty(),
                spec.variation());
    }

    /** The shape that suits a step best. */
    public static CellShape of(StepPlan step) {
        CellShape cold = of(step.cell());
        return new CellShape(
                cold.root,
                cold.filter,
                cold.memory,
                cold.processes,
                cold.disk,
                cold.openFiles,
                step.bootstrap(),
                cold.variation);
    }

    /** The same without a bootstrap: it serves any step that this one does. */
    public CellShape cold() {
        return new CellShape(root, filter, memory, processes, disk, openFiles, Optional.empty(), variation);
    }

    public boolean isWarm() {
        return bootstrap.isPresent();
    }

    /** A pool asks for it several times an execution; the one that records have looks into each argument and variable of a bootstrap. */
    @Override
    public int hashCode() {
        int sizes = 31 * memory.hashCode() + 31 * disk.hashCode() + processes + openFiles;
        return 31 * root.hashCode() + 31 * filter.hashCode() + sizes + (isWarm() ? 1 : 0);
    }

    /**
     * How many files and directories: one a page of the disk, for a file that has bytes takes a page, and some that are empty. Never
     * more than 65,536, the most that the daemon's configuration grants ({@code disk_inodes_max}): each takes kernel memory.
     */
    public int inodes() {
        return (int) Math.min(disk.count() / PAGE_BYTES + INODES_LEAST, INODES_MOST);
    }
}
