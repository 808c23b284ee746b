package freehold.cli.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class ProgressTest {
    @Test
    void a_long_work_tells_after_each_step_how_far_it_got() {
        StringWriter told = new StringWriter();
        Progress progress = new Progress(new PrintWriter(told), "lines looked at", 2);

        for (long done = 1; done <= 5; done++) {
            progress.accept(done);
        }

        assertThat(told.toString().lines())
                .containsExactly("freehold: 2 lines looked at", "freehold: 4 lines looked at");
    }
}
