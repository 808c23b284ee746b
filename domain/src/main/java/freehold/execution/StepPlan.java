package freehold.execution;

import freehold.cell.CellSpec;
import freehold.cell.Program;
import java.util.List;

/**
 * One step of a plan: the cell to make and the program to run in it.
 *
 * @param keeps globs of the files that the step leaves for the next one
 */
public record StepPlan(CellSpec cell, Program program, List<String> keeps) {
    public StepPlan {
        keeps = List.copyOf(keeps);
    }
}
