package freehold.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.cli.ExitStatus;
import freehold.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PolicyCheckTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void a_runtime_that_nobody_knows_here_is_warned_of_and_not_refused() throws IOException {
        int status = check("runtimes: [python, pyton@3, 'c*', py, qqqqqqqq, 'zz*']");

        assertThat(status).isEqualTo(ExitStatus.OK);
        assertThat(out.toString()).startsWith("sha256:");
        assertThat(err.toString().lines())
                .containsExactly(
                        warning(1, "pyton") + "; did you mean python?", warning(4, "qqqqqqqq"), warning(5, "zz*"));
    }

    @Test
    void a_policy_of_known_runtimes_or_of_none_is_not_warned_of() throws IOException {
        assertThat(check("runtimes: [python@3.11]")).isEqualTo(ExitStatus.OK);
        assertThat(check("description: all")).isEqualTo(ExitStatus.OK);
        assertThat(err.toString()).isEmpty();
    }

    private String warning(int place, String name) {
        return "freehold: " + folder.resolve("class.yaml") + ": #/runtimes/" + place + " " + name
                + " is no runtime of this installation, though a server may have it";
    }

    private int check(String policy) throws IOException {
        Path file = Files.writeString(folder.resolve("class.yaml"), policy + "\n");
        String[] words = {"policy", "check", file.toString()};
        return Main.commandLine(words)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
    }
}
