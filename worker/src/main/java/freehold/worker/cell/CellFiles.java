package freehold.worker.cell;

import freehold.execution.WorkPath;
import java.util.List;

/**
 * What a program left in its work directory.
 *
 * @param truncated whether there were more than asked for, or some deeper than is looked
 */
public record CellFiles(List<Found> files, boolean truncated) {
    public CellFiles {
        files = List.copyOf(files);
    }

    /** One regular file. */
    public record Found(WorkPath path, long sizeBytes, boolean executable) {}
}
