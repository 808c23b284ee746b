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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "console.log('x'.repeat(300000))",
                "console.error('seen'); null.none",
                "process.on('exit', code => console.log('ended with', code)); process.on('beforeExit', () => console.log('before'))",
                "process.exitCode = 3; setTimeout(() => console.log('later'), 1)",
                "process.on('exit', () => { process.exitCode = 4 })",
                "Promise.reject(new Error('nobody cares'))",
                "process.exit(5)",
                "require('fs').writeSync(1, 'written'); process.kill(process.pid, 'SIGTERM'); setTimeout(() => {}, 9999)",
                "new (require('worker_threads').Worker)('console.log(1)', { eval: true })",
            })
    void a_node_program_ends_as_it_would_cold(String program) throws Exception {
        assumeTrue(Files.isExecutable(NODE));
        Files.writeString(work.resolve("main.js"), program);
        String cold = ended(List.of(NODE.toString(), "main.js"), List.of());

        String warm = ended(
                List.of(NODE.toString(), "--require", RUNTIMES + "/javascript/wait.js", "main.js"),
                List.of(NODE.toString(), "main.js"));

        assertThat(warm).isEqualTo(cold);
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

    @Test
    void a_python_program_ends_what_it_leaves_as_it_would_cold() throws Exception {
        assumeTrue(Files.isExecutable(PYTHON));
        Files.writeString(work.resolve("main.py"), """
                import atexit, sys
                class Left:
                    def __init__(self, name): self.name = name
                    def __del__(self): print("end of", self.name)
                def steps():
                    try: yield
                    finally: print("end of steps")
                alone, among, round = Left("one"), [Left("one in a list")], Left("a cycle")
                round.self = round
                begun = steps(); next(begun)
                atexit.register(print, "at exit")
                print([name for name in globals() if name.startswith("__")], vars(sys.modules["__main__"]) is globals())
                sys.exit(3)
                """);
        String cold = ended(List.of(PYTHON.toString(), "main.py"), List.of());

        Files.copy(RUNTIMES.resolve("python/sitecustomize.py"), library.resolve("sitecustomize.py"));
        String warm = ended(List.of(PYTHON.toString(), "main.py"), List.of(PYTHON.toString(), "main.py"));

        assertThat(warm).contains("end of one", "end of steps").isEqualTo(cold);
    }

    /** Starts a bootstrap with the hand-over already at its descriptor 3, and says what the program printed. */
    private String handed(List<String> bootstrap, List<String> program) throws IOException, InterruptedException {
        String printed = ended(bootstrap, program);
        assertThat(printed).endsWith("\nexit code 0");
        return printed.substring(0, printed.lastIndexOf('\n'));
    }

    /** The same, and with what code it exited. */
    private String ended(List<String> bootstrap, List<String> program) throws IOException, InterruptedException {
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
        return printed + "\nexit code " + process.waitFor();
    }
}
