package freehold.execution;

import freehold.cell.CellSpec;
import freehold.cell.Program;
import java.util.List;
import java.util.Optional;

/**
 * One step of a plan: the cell to make and the program to run in it.
 *
 * @param bootstrap what may wait in the cell for the program, if one may
 * @param keeps globs of the files that the step leaves for the next one
 */
public record StepPlan(CellSpec cell, Program program, Optional<Program> bootstrap, List<String> keeps) {
    public StepPlan {
        keeps = List.copyOf(keeps);
    }

    /** A step that starts with its program. */
    public StepPlan(CellSpec cell, Program program, List<String> keeps) {
        this(cell, program, Optional.empty(), keeps);
    }
}
