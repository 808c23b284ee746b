package freehold.cli.execution;

import static freehold.cli.execution.Shell.ID;
import static freehold.cli.execution.Shell.OTHER;
import static freehold.cli.execution.Shell.PATH;
import static org.assertj.core.api.Assertions.assertThat;

import freehold.cli.ExitStatus;
import freehold.cli.remote.ScriptedServer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code freehold execution cancel} and {@code erase}. */
@Timeout(60)
final class ExecutionEndTest {
    private static final String UNAVAILABLE = """
            {"type": "/errors/unavailable", "title": "Unavailable", "status": 503, "detail": "The ledger takes no line."}""";

    private final Shell shell = new Shell();

    @AutoClose
    private final ScriptedServer server = new ScriptedServer();

    @Test
    void each_was_asked_to_end_or_had_ended_already() {
        server.answer(PATH + ID, 200, _ -> Shell.execution(ID, "null", ""));
        server.answer(PATH + ID + "/cancel", 202, _ -> Shell.execution(ID, "cancelled", ""));
        server.answer(PATH + OTHER, 200, _ -> Shell.execution(OTHER, "cancelled", ""));

        int status = shell.run(server, "cancel", ID, OTHER, ID);

        assertThat(status).isEqualTo(ExitStatus.OK);
        assertThat(shell.out.toString().lines())
                .containsExactly(ID + " was asked to end", OTHER + " had ended already: cancelled");
        assertThat(server.asked)
                .contains("POST " + PATH + ID + "/cancel ")
                .noneMatch(asked -> asked.contains(OTHER + "/"));
    }

    @Test
    void one_that_ended_by_itself_meanwhile_had_ended_already() {
        server.answer(PATH + ID, 200, _ -> Shell.execution(ID, "null", ""));
        server.answer(PATH + ID + "/cancel", 202, _ -> Shell.execution(ID, "succeeded", ""));

        shell.run(server, "cancel", ID);

        assertThat(shell.out).hasToString(ID + " had ended already: succeeded" + System.lineSeparator());
    }

    @Test
    void a_key_that_may_not_read_may_end_all_the_same() {
        server.answer(
                PATH + ID,
                403,
                _ -> "{\"type\": \"/errors/forbidden\", \"detail\": \"This key lacks the right read.\"}");
        server.answer(PATH + ID + "/cancel", 202, _ -> Shell.execution(ID, "null", ""));

        int status = shell.run(server, "cancel", ID);

        assertThat(status).isEqualTo(ExitStatus.OK);
        assertThat(shell.out).hasToString(ID + " was asked to end" + System.lineSeparator());
        assertThat(shell.err.toString()).isEmpty();
    }

    @Test
    void what_is_declined_for_one_is_done_to_the_others_and_said_of_that_one() {
        server.answer(PATH + ID, 404, _ -> Shell.UNKNOWN);
        server.answer(PATH + OTHER, 204, _ -> "");

        int status = shell.run(server, "erase", ID, OTHER);

        assertThat(status).isEqualTo(ExitStatus.USAGE);
        assertThat(server.asked).containsExactly("DELETE " + PATH + ID + " ", "DELETE " + PATH + OTHER + " ");
        assertThat(shell.err.toString().lines())
                .containsExactly(
                        "freehold: " + ID + ": There is no such execution here.", "freehold: 1 of 2 not erased");
        assertThat(shell.out.toString()).isEmpty();
    }

    @Test
    void a_server_that_cannot_is_asked_once() {
        server.answer("/", 503, _ -> UNAVAILABLE);

        int status = shell.run(server, "erase", ID, OTHER);

        assertThat(status).isEqualTo(ExitStatus.UNAVAILABLE);
        assertThat(server.asked).hasSize(1);
        assertThat(shell.err).hasToString("freehold: The ledger takes no line.%n".formatted());
    }

    @Test
    void nothing_is_done_to_any_where_one_is_no_id() {
        int status = shell.run(server, "erase", ID, "me");

        assertThat(status).isEqualTo(ExitStatus.USAGE);
        assertThat(server.asked).isEmpty();
        assertThat(shell.err.toString()).contains("not the id of an execution: me");
    }
}
