package freehold.cli.runtimes;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.quantity.Bytes;
import freehold.worker.bundle.Progress.Stage;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class CourseTest {
    private final StringWriter said = new StringWriter();

    @Test
    void says_which_of_all_it_is_and_how_much_of_all_is_fetched() {
        Course course = new Course(3, Bytes.mebi(100));
        course.next();
        course.next();
        course.left(Bytes.mebi(60));

        progress(course)
                .at(Stage.FETCH, "libc6", Bytes.mebi(2).count(), Bytes.mebi(10).count());
        progress(course)
                .at(Stage.UNPACK, "libc6", Bytes.mebi(2).count(), Bytes.mebi(10).count());

        assertThat(said.toString()).isEqualTo("""
                freehold: [2 of 3] fetching libc6 (2 MiB of 10 MiB; 42 MiB of all 100 MiB)
                freehold: [2 of 3] unpacking libc6 (2 MiB of 10 MiB)
                """);
    }

    @Test
    void says_nothing_of_all_where_there_is_one() {
        progress(new Course(1, Bytes.mebi(10)))
                .at(Stage.FETCH, "libc6", 0, Bytes.mebi(10).count());

        assertThat(said.toString()).isEqualTo("freehold: fetching libc6 (0 B of 10 MiB)\n");
    }

    private BundleProgress progress(Course course) {
        return new BundleProgress(new PrintWriter(said, true), course);
    }
}
