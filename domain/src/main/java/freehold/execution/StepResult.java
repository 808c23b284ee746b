package freehold.execution;

import freehold.cell.CellReport;
import freehold.cell.Limits;

/** What one step did: the report of its cell and what it wrote. */
@SuppressWarnings("ArrayRecordComponent") // output is compared by nobody, and copied by nobody
public record StepResult(CellReport report, Limits limits, byte[] stdout, byte[] stderr) {}
