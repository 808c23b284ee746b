package freehold.worker.rootfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits for a program, as the program meets it: not otherwise than where it was started itself. */
class BootstrapTest {
    private static final Path RUNTIMES = Path.of(System.getProperty("freehold.home"), "runtimes");
    private static final Path NODE = Path.of("/usr/bin/node");
    private static final Path PYTHON = Path.of("/usr/bin/python3");

    @TempDir
    Path work;

    @TempDir
    Path library;

    @Test
    void a_javascript_program_has_its_own_arguments_and_no_more() throws Exception {
        assumeTrue(Files.isExecutable(NODE));
        Files.writeString(
                work.resolve("main.js"), "console.log(process.argv.slice(2).join(), process.execArgv.join())");
        String options = "--max-old-space-size=300";

        String printed = handed(
                List.of(NODE.toString(), options, "--require", RUNTIMES + "/javascript/wait.js", "main.js"),
                List.of(NODE.toString(), options, "main.js", "one", "--two", ""));

        assertThat(printed).isEqualTo("one,--two, " + options);
    }

    @Test
    void a_python_program_imports_its_own_module_before_one_of_the_library() throws Exception {
        assumeTrue(Files.isExecutable(PYTHON));
        Files.copy(RUNTIMES.resolve("python/sitecustomize.py"), library.resolve("sitecustomize.py"));
        Files.writeString(work.resolve("main.py"), "import random, decimal, json; print(random.WHOSE)");
        Files.writeString(work.resolve("random.py"), "WHOSE = 'mine'");

        String printed = handed(List.of(PYTHON.toString(), "main.py"), List.of(PYTHON.toString(), "main.py"));

        assertThat(printed).isEqualTo("mine");
    }

    /** Starts a bootstrap with the hand-over already at its descriptor 3, and says what the program printed. */
    private String handed(List<String> bootstrap, List<String> program) throws IOException, InterruptedException {
        Path hand = library.resolve("hand");
        Files.writeString(hand, program.size() + "\0" + String.join("\0", program) + "\0");
        List<String> command =
                new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\" 3<\"$0\" 4>/dev/null", hand.toString()));
        command.addAll(bootstrap);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(work.toFile()).redirectErrorStream(true);
        builder.environment().putAll(Map.of("PYTHONPATH", library.toString(), "PYTHONDONTWRITEBYTECODE", "1"));
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        process.waitFor();
        return printed;
    }
}
