package freehold.cli.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.cli.ExitStatus;
import freehold.cli.Main;
import freehold.cli.remote.ScriptedServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code freehold audit verify --server}: every part is asked for, and nothing is called sound that nobody looked at. */
final class ServersAuditTest {
    private static final String HASH = "ab".repeat(32);

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AutoClose
    private final ScriptedServer server = new ScriptedServer();

    @TempDir
    private Path folder;

    /** Answers by the end of what was asked for. */
    private void answers(Map<String, String> byQuery) {
        server.answer(
                "/v1/audit/verification",
                200,
                address -> byQuery.entrySet().stream()
                        .filter(each -> address.getQuery().endsWith(each.getKey()))
                        .findFirst()
                        .orElseThrow()
                        .getValue());
    }

    private static String part(String chain, int lines, String findings, int next, boolean whole, String cursor) {
        return "{\"chain\":\"%s\",\"lines\":%d,\"findings\":[%s],\"reached\":{\"next_position\":%d,\"hash\":\"%s\"},\"whole\":%s,\"next\":%s}"
                .formatted(chain, lines, findings, next, HASH, whole, cursor);
    }

    private int verify(String... more) {
        String[] arguments = Stream.concat(
                        Stream.of("audit", "verify", "--server", server.address()), Arrays.stream(more))
                .toArray(String[]::new);
        CommandLine command = Main.commandLine(arguments);
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }

    @Test
    void all_parts_of_all_chains_are_asked_for_and_their_ends_are_told() {
        answers(Map.of(
                "tenant=all", part("_server", 1, "", 1, true, "\"ann:0\""),
                "cursor=ann:0", part("ann", 500, "", 500, false, "\"ann:500\""),
                "cursor=ann:500", part("ann", 0, "", 500, true, "\"bob:0\""),
                "cursor=bob:0", part("bob", 0, "", 0, true, "null")));

        int status = verify("--tenant", "all");

        assertThat(status).isEqualTo(ExitStatus.OK);
        assertThat(out.toString().lines())
                .containsExactly(
                        "_server: up to line 0, whose hash is " + HASH,
                        "ann: up to line 499, whose hash is " + HASH,
                        "bob: no line",
                        "501 lines, 0 broken");
        assertThat(err.toString()).contains("finds of itself");
        assertThat(server.asked).hasSize(4);
    }

    @Test
    void what_is_broken_in_any_part_is_a_line_each_and_the_exit_status() {
        answers(Map.of(
                "limit=500", part("ann", 500, "\"line 3 of ann: wrong\\nBROKEN not\"", 500, false, "\"ann:500\""),
                "cursor=ann:500", part("ann", 2, "", 502, true, "null")));

        int status = verify();

        assertThat(status).isEqualTo(ExitStatus.DIFFERS);
        assertThat(out.toString().lines())
                .containsExactly(
                        "BROKEN line 3 of ann: wrong?BROKEN not",
                        "ann: up to line 501, whose hash is " + HASH,
                        "502 lines, 1 broken");
    }

    @Test
    void what_no_server_said_is_not_taken_for_sound() {
        answers(Map.of(
                "limit=500", part("ann", 500, "", 500, false, "\"ann:500\""), "cursor=ann:500", "{\"lines\": 2}"));

        int status = verify();

        assertThat(status).isEqualTo(ExitStatus.UNAVAILABLE);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("nothing behind it is verified");
    }

    @Test
    void a_server_that_stays_where_it_is_is_not_asked_for_ever() {
        answers(Map.of("", part("ann", 500, "", 500, false, "\"ann:0\"")));

        int status = verify();

        assertThat(status).isEqualTo(ExitStatus.UNAVAILABLE);
        assertThat(server.asked).hasSize(2);
    }

    @Test
    void a_server_and_a_record_are_not_verified_at_once() {
        assertThat(verify("--data", folder.toString())).isEqualTo(ExitStatus.USAGE);
        assertThat(verify(folder.resolve("chain.jsonl").toString())).isEqualTo(ExitStatus.USAGE);
        assertThat(verify("--keys", "keys.json")).isEqualTo(ExitStatus.USAGE);

        assertThat(err.toString()).contains("either a server", "freehold audit export");
        assertThat(server.asked).isEmpty();
    }
}
