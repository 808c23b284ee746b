package freehold.control.dialect.gojudge;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.world.Packs;
import freehold.execution.Command;
import freehold.execution.StepName;
import freehold.execution.WorkPath;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProgramsTest {
    private final Programs programs = new Programs(() -> Packs.CATALOGUE);

    @ParameterizedTest
    @CsvSource({
        "/usr/bin/python3, python, RUN, python3.11",
        "python3, python, RUN, python3.11",
        "py, python, RUN, python3.11",
        "python3.11, python, RUN, python3.11",
        "/usr/local/bin/python3.11, python, RUN, python3.11",
        "python-3.11, python, RUN, python3.11",
        "/usr/bin/gcc, c, BUILD, gcc",
        "gcc, c, BUILD, gcc",
        "c, c, BUILD, gcc",
        "/bin/cat, python, RUN, /bin/cat",
        "cat, python, RUN, cat",
        "./a, c, RUN, ./a",
        "/w/a, c, RUN, ./a",
    })
    void finds_the_runtime_that_a_command_means(String first, String runtime, StepName step, String program) {
        Optional<Programs.Found> found = programs.find(List.of(first, "x"), Map.of());

        assertThat(found).hasValueSatisfying(it -> {
            assertThat(it.runtime().pack().name()).isEqualTo(runtime);
            assertThat(it.command()).isEqualTo(new Command(step, List.of(program, "x")));
        });
    }

    @Test
    void a_file_of_the_client_runs_where_it_came_to_be() {
        String python = "python@sha256:" + "a".repeat(64);

        Optional<Programs.Found> found =
                programs.find(List.of("gcc"), Map.of(new WorkPath("gcc"), Optional.of(python)));

        assertThat(found).hasValueSatisfying(it -> {
            assertThat(it.reference()).isEqualTo(python);
            assertThat(it.command()).isEqualTo(new Command(StepName.RUN, List.of("./gcc")));
        });
    }

    @ParameterizedTest
    @CsvSource({"/etc/passwd", "../a", "/w/../a"})
    void what_is_no_program_of_a_runtime_is_none(String first) {
        assertThat(programs.find(List.of(first), Map.of())).isEmpty();
    }
}
