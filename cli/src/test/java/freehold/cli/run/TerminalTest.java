package freehold.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.cli.ExitStatus;
import freehold.execution.Verdict;
import freehold.execution.WorkPath;
import freehold.quantity.Bytes;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerminalTest {
    @TempDir
    private Path out;

    @Test
    void a_file_that_finds_its_name_taken_leaves_the_others_and_the_verdict() throws Exception {
        Files.writeString(out.resolve("taken"), "mine");
        Terminal terminal = terminal();

        put(terminal, "taken");
        put(terminal, "taken/by-a-file");
        put(terminal, "other");

        assertThat(out.resolve("taken")).hasContent("mine");
        assertThat(out.resolve("other")).hasContent("of the program");
        assertThat(terminal.status(ended(Verdict.SUCCEEDED, 0))).isEqualTo(ExitStatus.USAGE);
        assertThat(terminal.status(ended(Verdict.FAILED, 3))).isEqualTo(3);
    }

    @Test
    void a_program_whose_files_were_all_written_has_its_own_status() {
        Terminal terminal = terminal();

        put(terminal, "one");

        assertThat(terminal.status(ended(Verdict.SUCCEEDED, 0))).isEqualTo(ExitStatus.OK);
    }

    private Terminal terminal() {
        return new Terminal(
                Terminal.Telling.NOTHING,
                VerdictLine.Colour.NONE,
                true,
                Optional.of(new ArtifactFolder(out, List.of())),
                () -> {});
    }

    private static void put(Terminal terminal, String path) {
        terminal.artifact(
                new WorkPath(path), new ByteArrayInputStream("of the program".getBytes(StandardCharsets.UTF_8)));
    }

    private static Summary ended(Verdict verdict, int exitCode) {
        Summary.Step step = new Summary.Step(
                exitCode, Optional.empty(), 0, Duration.ofMillis(1), Duration.ofMillis(1), Bytes.mebi(1));
        return new Summary(verdict, "", Optional.of(step), "python 3", "process");
    }
}
