package freehold.execution;

import static freehold.execution.Reports.aReport;
import static org.assertj.core.api.Assertions.assertThat;

import freehold.cell.Cause;
import org.junit.jupiter.api.Test;

class HeapWishTest {
    private static final String HINT = "Its heap was full, which is a part of its memory: raise limits.memory_bytes";
    private static final String JAVA = """
            Exception in thread "main" java.lang.OutOfMemoryError: Java heap space
            \tat Main.main(Main.java:1)
            """;
    private static final String NODE = """
            FATAL ERROR: Ineffective mark-compacts near heap limit Allocation failed - JavaScript heap out of memory
            ----- Native stack trace -----
             1: 0xca5580 node::Abort() [/usr/bin/node]
            """;

    private static String explained(StepResult run) {
        return Explanation.step(StepName.RUN, run, Ruling.verdictOf(run.report()));
    }

    @Test
    void a_program_that_failed_for_want_of_heap_is_told_which_limit_to_raise() {
        assertThat(explained(aReport().exitCode(1).result("", JAVA))).contains("See its stderr.", HINT);
    }

    @Test
    void a_runtime_that_aborts_for_want_of_heap_is_not_said_to_have_met_no_limit() {
        assertThat(explained(aReport().signal(6).result("", NODE)))
                .contains("SIGABRT", "See its stderr.", HINT)
                .doesNotContain("No limit did that");
    }

    @Test
    void other_ends_are_not_laid_to_the_heap() {
        assertThat(explained(aReport().result("", JAVA))).doesNotContain("heap");
        assertThat(explained(aReport().exitCode(1).result("", "A.java:3: class OutOfMemoryError")))
                .doesNotContain("heap");
        assertThat(explained(aReport().signal(9).cause(Cause.CPU, 1_003_000).result("", NODE)))
                .doesNotContain("heap");
    }
}
