package freehold.worker.cell;

import freehold.cell.CellSpec;
import freehold.cell.FilterClass;
import freehold.quantity.Bytes;

/**
 * What must be known of a cell before its program is. Time and output limits are not among it: they begin with the program, so cells
 * of one shape serve steps that differ in them.
 *
 * @param disk of all files together, and of each
 */
public record CellShape(String root, FilterClass filter, Bytes memory, int processes, Bytes disk, int openFiles) {
    private static final int INODES_LEAST = 1_024;
    private static final int INODES_MOST = 65_536;
    private static final int PAGE_BYTES = 4_096;

    public static CellShape of(CellSpec spec) {
        var limits = spec.limits();
        return new CellShape(
                spec.root(), spec.filter(), limits.memory(), limits.processes(), limits.disk(), limits.openFiles());
    }

    /**
     * How many files and directories: one a page of the disk, for a file that has bytes takes a page, and some that are empty. Never
     * more than 65,536, the most that the daemon's configuration grants ({@code disk_inodes_max}): each takes kernel memory.
     */
    public int inodes() {
        return (int) Math.min(disk.count() / PAGE_BYTES + INODES_LEAST, INODES_MOST);
    }
}
