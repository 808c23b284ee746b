package freehold.control.dialect.gojudge;

import freehold.cell.Cause;
import freehold.cell.CellReport;
import freehold.execution.Verdict;

/** How a command ended, in the peer's words: those that its executor ever says. */
enum Status {
    ACCEPTED("Accepted"),
    MEMORY_LIMIT("Memory Limit Exceeded"),
    TIME_LIMIT("Time Limit Exceeded"),
    OUTPUT_LIMIT("Output Limit Exceeded"),
    FILE_ERROR("File Error"),
    NONZERO_EXIT("Nonzero Exit Status"),
    SIGNALLED("Signalled"),
    DANGEROUS_SYSCALL("Dangerous Syscall"),
    INTERNAL_ERROR("Internal Error");

    private final String label;

    Status(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** Files apart, which are looked at afterwards. What was taken back while it ran was killed by a signal. */
    static Status of(Verdict verdict, CellReport report) {
        return switch (verdict) {
            case SUCCEEDED -> ACCEPTED;
            case FAILED -> report.cause() == Cause.NO_EXEC ? INTERNAL_ERROR : NONZERO_EXIT;
            case CRASHED, CANCELLED -> SIGNALLED;
            case CPU_EXCEEDED, WALL_EXCEEDED -> TIME_LIMIT;
            case MEMORY_EXCEEDED -> MEMORY_LIMIT;
            case OUTPUT_EXCEEDED -> OUTPUT_LIMIT;
            case FORBIDDEN -> DANGEROUS_SYSCALL;
            case BUILD_FAILED, FAULTED -> INTERNAL_ERROR;
        };
    }
}
