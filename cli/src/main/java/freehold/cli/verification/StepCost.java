package freehold.cli.verification;

import freehold.cell.CellReport;
import freehold.execution.StepResult;
import freehold.quantity.Bytes;
import java.time.Duration;

/**
 * What a step took, as its cell was accounted.
 *
 * @param cpu of all its processes and threads
 * @param memory the peak of its cell, caches of files that it wrote included
 */
record StepCost(Duration cpu, Bytes memory) {
    static StepCost of(StepResult step) {
        CellReport report = step.report();
        return new StepCost(report.cpu(), report.memoryPeak());
    }
}
