package freehold.cli.execution;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.cli.ExitStatus;
import freehold.cli.remote.ScriptedServer;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ExecutionListTest {
    private final Shell shell = new Shell();

    @AutoClose
    private final ScriptedServer server = new ScriptedServer();

    @Test
    void a_line_tells_what_became_of_each() {
        server.answer("/v1/executions", 200, _ -> page("null", """
                {"id": "exe_1", "state": "finished", "verdict": "failed", "runtime": {"name": "c", "version": "12.2.0"},
                 "created_at": "2026-11-29T07:39:45.506Z", "labels": {"group": "cs1", "who": "Ann"},
                 "run": {"exit_code": 3, "usage": {"wall_ms": 21.675}}}""", """
                {"id": "exe_2", "state": "queued", "verdict": null, "runtime": {"name": "c", "version": "12.2.0"}}"""));

        int status = shell.run(server, "list");

        assertThat(status).isEqualTo(ExitStatus.OK);
        assertThat(shell.out.toString().lines())
                .containsExactly(
                        "exe_1  2026-11-29T07:39:45Z  c@12.2.0              finished  failed              22 ms  group=cs1, who=Ann",
                        "exe_2  -                     c@12.2.0              queued    -                       -");
        assertThat(shell.err.toString()).isEmpty();
    }

    @Test
    void what_is_wanted_is_asked_for_as_it_was_said() {
        server.answer("/v1/executions", 200, _ -> page("null"));

        shell.run(
                server,
                "list",
                "--state",
                "finished",
                "--verdict",
                "failed",
                "--runtime",
                "c",
                "--label",
                "a:1 & 2",
                "--label",
                "b:é");

        assertThat(server.asked)
                .containsExactly(
                        "GET /v1/executions?state=finished&verdict=failed&runtime=c&label=a%3A1+%26+2&label=b%3A%C3%A9&limit=50 ");
    }

    @Test
    void nothing_found_is_said_to_people_and_is_an_empty_list_to_programs() {
        server.answer("/v1/executions", 200, _ -> page("null"));

        int status = shell.run(server, "list", "--verdict", "failed");

        assertThat(status).isEqualTo(ExitStatus.OK);
        assertThat(shell.out.toString()).isEmpty();
        assertThat(shell.err).hasToString("freehold: there are no executions of that kind%n".formatted());
    }

    @Test
    void pages_are_read_until_there_are_as_many_as_wanted_and_that_there_are_more_is_said() {
        server.answer("/v1/executions", 200, ExecutionListTest::course);

        int status = shell.run(server, "list", "--limit", "700");

        assertThat(status).isEqualTo(ExitStatus.OK);
        assertThat(shell.out.toString().lines()).hasSize(700);
        assertThat(server.asked)
                .containsExactly("GET /v1/executions?limit=500 ", "GET /v1/executions?limit=200&cursor=c%26500 ");
        assertThat(shell.err.toString()).contains("there are more", "--all");
    }

    @Test
    void all_are_listed_to_the_last_page_and_nothing_is_said_of_more() {
        server.answer("/v1/executions", 200, ExecutionListTest::course);

        shell.run(server, "list", "--all");

        assertThat(shell.out.toString().lines()).hasSize(1200);
        assertThat(shell.err.toString()).isEmpty();
    }

    @Test
    void the_servers_own_pages_are_a_line_each() {
        server.answer("/v1/executions", 200, ExecutionListTest::course);

        shell.run(server, "list", "--all", "--json");

        assertThat(shell.out.toString().lines())
                .hasSize(3)
                .allSatisfy(page -> assertThat(page).startsWith("{\"items\": [{"));
    }

    @Test
    void words_of_others_tell_the_terminal_nothing() {
        server.answer("/v1/executions", 200, _ -> page("null", """
                {"id": "exe_1\\nexe_9", "state": "\\u001b[2J", "verdict": "\\u009b2J", "runtime": {"name": "\\r", "version": "\\u202e"},
                 "labels": {"\\u001b]0;x\\u0007": "y\\nexe_3  z"}}"""));

        shell.run(server, "list");

        assertThat(shell.out.toString().lines()).hasSize(1);
        assertThat(shell.out.toString()).doesNotContain("\u001b", "\u009b", "\u202e", "\r", "\u0007");
    }

    @Test
    void what_the_server_refuses_is_told_in_its_words() {
        server.answer(
                "/v1/executions",
                422,
                _ ->
                        "{\"type\": \"/errors/invalid\", \"title\": \"Invalid\", \"status\": 422, \"detail\": \"?state must be another.\"}");

        int status = shell.run(server, "list", "--state", "dead");

        assertThat(status).isEqualTo(ExitStatus.USAGE);
        assertThat(shell.err).hasToString("freehold: ?state must be another.%n".formatted());
    }

    @Test
    void what_is_no_list_is_told_and_is_no_fault_of_ours() {
        for (String answer : List.of("{}", "{\"items\": 5}", "{\"items\": [{}], \"next\": null}", "{\"items\": [")) {
            try (ScriptedServer strange = new ScriptedServer()) {
                strange.answer("/v1/executions", 200, _ -> answer);

                assertThat(shell.run(strange, "list")).as(answer).isEqualTo(ExitStatus.UNAVAILABLE);
            }
        }

        assertThat(shell.err.toString())
                .contains("answers otherwise than Freehold does")
                .doesNotContain("\tat ");
    }

    /** 1200 of them. */
    private static String course(URI address) {
        String query = address.getRawQuery();
        int from = query.contains("cursor=") ? Integer.parseInt(query.replaceFirst(".*cursor=c%26", "")) : 0;
        int size = Integer.parseInt(query.replaceFirst(".*limit=(\\d+).*", "$1"));
        int to = Math.min(1200, from + size);
        return page(
                to < 1200 ? "\"c&" + to + '"' : "null",
                IntStream.range(from, to)
                        .mapToObj(each -> "{\"id\": \"exe_" + each + "\", \"runtime\": {}}")
                        .toArray(String[]::new));
    }

    private static String page(String next, String... executions) {
        return "{\"items\": [" + List.of(executions).stream().collect(Collectors.joining(", ")) + "], \"next\": " + next
                + "}";
    }
}
