package freehold.cli.batch;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.cli.ExitStatus;
import freehold.cli.Main;
import freehold.cli.remote.ScriptedServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code freehold batch} before a server that says what a test wants. */
final class BatchCommandTest {
    private static final String WELL =
            "{\"id\":\"exe_1\",\"verdict\":\"succeeded\",\"explanation\":\"Exited with 0.\",\"run\":{\"stdout\":\"144\"}}";
    private static final String SLOW =
            "{\"id\":\"exe_2\",\"verdict\":\"cpu_exceeded\",\"explanation\":\"Used all of its CPU\\nexe_3\\tsucceeded\"}";
    private static final String WAITS = "{\"id\":\"exe_2\",\"verdict\":null,\"explanation\":null}";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AutoClose
    private final ScriptedServer server = new ScriptedServer();

    @TempDir
    private Path folder;

    /** One answer after the other; the last one again and again. */
    private void answers(int status, String... bodies) {
        Deque<String> left = new ArrayDeque<>(List.of(bodies));
        server.answer("/v1/batches", status, _ -> left.size() > 1 ? left.removeFirst() : left.getFirst());
    }

    private static String batch(int finished, int total, String... items) {
        return "{\"id\":\"bat_1\",\"finished\":" + finished + ",\"total\":" + total
                + ",\"created_at\":\"now\",\"items\":[" + String.join(",", items) + "]}";
    }

    private int batch(String text, String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("requests"), text);
        String[] arguments = Stream.concat(
                        Stream.of("batch", file.toString(), "--server", server.address()), Arrays.stream(more))
                .toArray(String[]::new);
        CommandLine command = Main.commandLine(arguments);
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }

    @Test
    void waits_until_all_have_ended_and_prints_a_line_for_each() throws IOException {
        answers(
                200,
                batch(0, 2, WAITS, WAITS),
                batch(1, 2, WELL, WAITS),
                batch(1, 2, WELL, WAITS),
                batch(2, 2, WELL, SLOW));

        int status = batch("{\"source\": \"a\"}\n{\"source\": \"b\"}\n");

        assertThat(status).isEqualTo(ExitStatus.DIFFERS);
        assertThat(out.toString().lines())
                .containsExactly("1\texe_1\tsucceeded", "2\texe_2\tcpu_exceeded\tUsed all of its CPU?exe_3?succeeded");
        assertThat(err.toString().lines())
                .containsExactly(
                        "freehold: bat_1: 2 accepted",
                        "freehold: 0 of 2 ended",
                        "freehold: 1 of 2 ended",
                        "freehold: 2 of 2 ended",
                        "freehold: 1 of 2 succeeded");
        assertThat(server.asked.getFirst())
                .isEqualTo("POST /v1/batches {\"executions\": [{\"source\": \"a\"},\n{\"source\": \"b\"}]}");
        assertThat(server.asked.getLast()).startsWith("GET /v1/batches/bat_1?wait=");
    }

    @Test
    void all_that_succeeded_is_no_failure() throws IOException {
        answers(200, batch(1, 1, WELL));

        assertThat(batch("{\"executions\": [{}]}")).isEqualTo(ExitStatus.OK);

        assertThat(server.asked).containsExactly("POST /v1/batches {\"executions\": [{}]}");
    }

    @Test
    void one_that_was_erased_did_not_succeed_and_takes_no_place_of_another() throws IOException {
        answers(200, batch(2, 2, WELL));

        assertThat(batch("{}\n{}")).isEqualTo(ExitStatus.DIFFERS);

        assertThat(out.toString()).isEqualTo("-\texe_1\tsucceeded\n");
    }

    @Test
    void prints_the_servers_own_words_when_asked_for() throws IOException {
        answers(200, batch(1, 1, WELL));

        assertThat(batch("{}", "--json")).isEqualTo(ExitStatus.OK);

        assertThat(out.toString()).isEqualTo(batch(1, 1, WELL) + "\n");
    }

    @Test
    void what_the_server_declines_is_told_and_nothing_is_waited_for() throws IOException {
        answers(
                422,
                "{\"type\":\"/errors/invalid\",\"title\":\"x\",\"status\":422,\"detail\":\"In #/executions/1: mend it.\"}");

        assertThat(batch("{}\n{}")).isEqualTo(ExitStatus.USAGE);

        assertThat(err.toString()).contains("In #/executions/1: mend it.");
        assertThat(out.toString()).isEmpty();
        assertThat(server.asked).hasSize(1);
    }

    @Test
    void what_answers_otherwise_is_no_server_of_ours() throws IOException {
        answers(200, "{\"id\": 3}");

        assertThat(batch("{}")).isEqualTo(ExitStatus.UNAVAILABLE);
    }
}
