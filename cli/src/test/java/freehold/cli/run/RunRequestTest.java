package freehold.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.cell.FilterClass;
import freehold.cell.Limits;
import freehold.cli.Declined;
import freehold.execution.Content;
import freehold.execution.Request;
import freehold.execution.SourceFile;
import freehold.execution.WorkPath;
import freehold.quantity.Bytes;
import freehold.runtime.Pack;
import freehold.runtime.Step;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunRequestTest {
    private static final Content.Inline NOTHING = new Content.Inline(new byte[0]);
    private static final List<Pack> PACKS = List.of(pack("python", "py"), pack("c", "c"));

    @Test
    void takes_the_file_of_a_directory_that_is_called_as_the_pack_says() {
        Request request = asked(Optional.empty(), Optional.empty()).of(tree("lib.py", "main.py"), NOTHING, PACKS);

        assertThat(request.entry()).contains(new WorkPath("main.py"));
        assertThat(request.runtime()).isEqualTo("python");
    }

    @Test
    void takes_the_only_program_at_the_top() {
        Request request = asked(Optional.empty(), Optional.empty())
                .of(tree("README.md", "lib/util.py", "solve.py"), NOTHING, PACKS);

        assertThat(request.entry()).contains(new WorkPath("solve.py"));
    }

    @Test
    void asks_which_of_several_is_the_main_file() {
        RunRequest asked = asked(Optional.empty(), Optional.empty());

        assertThatThrownBy(() -> asked.of(tree("a.py", "b.py"), NOTHING, PACKS))
                .isInstanceOf(Declined.class)
                .hasMessageContaining("--entry");
    }

    @Test
    void does_as_it_is_told_before_it_looks() {
        Request request = asked(Optional.of("c@12"), Optional.of("b.py")).of(tree("a.py", "b.py"), NOTHING, PACKS);

        assertThat(request.entry()).contains(new WorkPath("b.py"));
        assertThat(request.runtime()).isEqualTo("c@12");
    }

    @Test
    void refuses_an_entry_that_is_no_path_or_not_there() {
        assertThatThrownBy(() -> asked(Optional.empty(), Optional.of("../x.py")).of(tree("a.py"), NOTHING, PACKS))
                .isInstanceOf(Declined.class);
        assertThatThrownBy(() -> asked(Optional.empty(), Optional.of("x.py")).of(tree("a.py"), NOTHING, PACKS))
                .isInstanceOf(Declined.class)
                .hasMessageContaining("there is no file x.py");
    }

    @Test
    void knows_a_program_from_standard_input_by_its_first_line_alone() {
        byte[] script = "#!/usr/bin/env python3\n".getBytes(StandardCharsets.UTF_8);

        Request request = asked(Optional.empty(), Optional.empty()).of(script, NOTHING, PACKS);

        assertThat(request.runtime()).isEqualTo("python");
        assertThat(request.source()).isPresent();
        assertThatThrownBy(() -> asked(Optional.empty(), Optional.empty()).of(new byte[0], NOTHING, PACKS))
                .isInstanceOf(Declined.class);
    }

    @Test
    void has_its_labels_from_the_command_line() {
        byte[] script = "#!/usr/bin/env python3\n".getBytes(StandardCharsets.UTF_8);

        Request file = asked(Optional.empty(), Optional.empty()).of(tree("a.py"), NOTHING, PACKS);
        Request input = asked(Optional.empty(), Optional.empty()).of(script, NOTHING, PACKS);

        assertThat(file.labels()).isEqualTo(Map.of("group", "cs1"));
        assertThat(input.labels()).isEqualTo(Map.of("group", "cs1"));
    }

    private static RunRequest asked(Optional<String> runtime, Optional<String> entry) {
        return new RunRequest(
                runtime,
                entry,
                List.of(),
                List.of(),
                Map.of(),
                Map.of(),
                Optional.empty(),
                List.of(),
                Map.of("group", "cs1"),
                false,
                List.of());
    }

    private static SourceTree tree(String... paths) {
        return new SourceTree(
                Stream.of(paths)
                        .map(path -> new SourceFile(new WorkPath(path), NOTHING, false))
                        .toList(),
                Optional.empty());
    }

    private static Pack pack(String name, String extension) {
        Limits limits = new Limits(
                Duration.ofSeconds(1), Duration.ofSeconds(1), Bytes.mebi(1), 1, Bytes.kibi(1), Bytes.kibi(1), 8);
        Step run = new Step(List.of("/usr/bin/" + name), Map.of(), FilterClass.INTERPRETED, limits, List.of());
        return new Pack(
                name,
                name,
                List.of(),
                List.of(extension),
                List.of(name),
                "main." + extension,
                Optional.empty(),
                run,
                List.of());
    }
}
