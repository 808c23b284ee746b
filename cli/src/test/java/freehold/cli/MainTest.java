package freehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void teaches_all_commands_but_those_of_the_build() {
        int status = execute("--help");

        assertThat(status).isZero();
        assertThat(out.toString())
                .contains("run", "up", "runtime", "key", "doctor", "bench", "completion", "freehold check")
                .doesNotContain("rehearse");
    }

    @Test
    void says_what_it_can_do_when_asked_for_nothing() {
        int status = execute();

        assertThat(status).isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString()).startsWith("Usage: freehold");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "up",
                "batch",
                "mcp",
                "migrate",
                "runtime",
                "runtime list",
                "runtime verify",
                "runtime rebuild",
                "runtimes",
                "key",
                "key create",
                "key list",
                "key rotate",
                "key revoke",
                "tenant",
                "tenant create",
                "tenant list",
                "tenant show",
                "tenant change",
                "tenant suspend",
                "tenant resume",
                "tenant delete",
                "policy",
                "policy check",
                "policy apply",
                "policy list",
                "policy show",
                "policy explain",
                "policy dry-run",
                "policy assign",
                "policy remove",
                "receipt",
                "receipt get",
                "receipt verify",
                "receipt key",
                "receipt key rotate",
                "receipt key list",
                "replay",
                "audit",
                "audit export",
                "audit verify",
                "usage",
                "execution",
                "execution list",
                "execution show",
                "execution cancel",
                "execution erase",
                "execution save",
                "backup",
                "restore",
                "vault",
                "vault make",
                "vault status",
                "vault rotate",
                "vault prepare",
                "vault promote",
                "vault forget",
                "doctor",
                "bench",
                "version",
                "completion",
                "help"
            })
    void every_command_says_what_it_can_do(String line) {
        int status = execute((line + " --help").split(" "));

        assertThat(status).isZero();
        assertThat(out.toString()).contains("Usage: freehold " + line);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void a_command_is_made_ready_alone_but_for_those_that_tell_of_all() {
        Set<String> all = Main.commandLine().getSubcommands().keySet();

        assertThat(all).contains("attach", "secret").allSatisfy(name -> {
            Set<String> made = Main.commandLine(name).getSubcommands().keySet();
            assertThat(made).isEqualTo(Set.of("help", "completion", "rehearse").contains(name) ? all : Set.of(name));
        });
    }

    @Test
    void guesses_what_a_mistyped_command_meant() {
        int status = execute("doctr");

        assertThat(status).isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString()).contains("doctor");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "submit --help",
                "--help submit",
                "secret put --help",
                "secret put x --help",
                "receipt key make --help"
            })
    void gives_no_help_for_a_command_that_does_not_exist(String line) {
        int status = execute(line.split(" "));

        assertThat(status).isEqualTo(ExitStatus.USAGE);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).startsWith("freehold: Unknown command: '").contains("Try: freehold");
    }

    @Test
    void names_the_few_commands_of_a_group_to_whoever_missed_them() {
        execute("secret", "put", "x");

        assertThat(err.toString()).contains("Unknown command: 'put'; there are set, list, delete");
    }

    @Test
    void describes_each_command_by_a_whole_sentence_in_the_list() {
        assertThat(Main.commandLine().getSubcommands()).allSatisfy((name, command) -> {
            String[] description = command.getCommandSpec().usageMessage().description();
            assertThat(description[0]).as(name).endsWith(".");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "run --no-such-option x.py",
                "run --limit cpu=2 x.py",
                "run --tier glass x.py",
                "key create",
                "key create --tenant Ann",
                "key create --tenant ann --rights fly",
                "key create --tenant ann --role runner",
                "key create --data /x --file y",
                "key rotate",
                "key list --server nowhere",
                "tenant create",
                "tenant create x --server http://127.0.0.1:1 --rate often"
            })
    void refuses_wrong_use_with_a_sentence_and_the_way_to_help(String line) {
        int status = execute(line.split(" "));

        assertThat(status).isEqualTo(ExitStatus.USAGE);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).isNotEmpty();
    }

    @Test
    void leaves_the_programs_own_options_alone() {
        CommandLine command = Main.commandLine("run");

        CommandLine.ParseResult parsed = command.parseArgs("run", "x.py", "--limit", "-v", "--", "y");

        assertThat(parsed.subcommand().matchedPositionals().get(1).stringValues())
                .containsExactly("--limit", "-v", "--", "y");
    }

    @Test
    void prints_a_completion_that_knows_the_commands() {
        int status = execute("completion");

        assertThat(status).isZero();
        assertThat(out.toString()).contains("complete -F", "freehold", "doctor", "--runtime");
    }

    @Test
    void what_could_not_be_said_is_no_success() throws Exception {
        Process full = version(ProcessBuilder.Redirect.to(new File("/dev/full")));
        String told = new String(full.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(full.waitFor()).isEqualTo(ExitStatus.IO);
        assertThat(told)
                .startsWith("freehold: standard output could not be written")
                .hasLineCount(1);
    }

    @Test
    void a_reader_who_is_gone_is_told_nothing() throws Exception {
        Process unread = version(ProcessBuilder.Redirect.PIPE);
        unread.getInputStream().close(); // long before a JVM is ready to say anything
        String told = new String(unread.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(unread.waitFor()).isEqualTo(ExitStatus.UNREAD);
        assertThat(told).isEmpty();
    }

    /** {@code freehold version} as a process of its own, for it ends with a status. */
    private static Process version(ProcessBuilder.Redirect output) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "version")
                .redirectOutput(output)
                .start();
    }

    private int execute(String... arguments) {
        return Main.commandLine(arguments)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
