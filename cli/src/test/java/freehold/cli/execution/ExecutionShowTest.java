package freehold.cli.execution;

import static freehold.cli.execution.Shell.ID;
import static freehold.cli.execution.Shell.PATH;
import static org.assertj.core.api.Assertions.assertThat;

import freehold.cli.ExitStatus;
import freehold.cli.remote.ScriptedServer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ExecutionShowTest {
    private static final String TIMELINE = """
            {"steps": [
              {"name": "queued", "at": "2026-11-29T07:39:45.506Z", "took_ms": 0.6, "worker": null, "detail": "waited for a free cell"},
              {"name": "ran", "at": "2026-11-29T07:39:45.513Z", "took_ms": 21.675, "worker": "w1", "detail": "warm start"},
              {"name": "finished", "at": "2026-11-29T07:39:46.571Z", "took_ms": null, "worker": null, "detail": "Exited with 3."}],
             "receipt_position": 7}""";

    private final Shell shell = new Shell();

    @AutoClose
    private final ScriptedServer server = new ScriptedServer();

    @Test
    void a_person_is_told_how_it_ended_and_what_it_used_of_what_it_had() {
        shown("failed", """
                "policy": {"name": "class", "digest": "sha256:ab"}, "retain": "full", "labels": {"group": "cs1"},
                "started_at": "2026-11-29T07:39:45.513Z", "finished_at": "2026-11-29T07:39:46.571Z",
                "limits": {"cpu_ms": 5000, "wall_ms": 15000, "memory_bytes": 268435456},
                "build": {"exit_code": 0, "signal": null, "stdout": "", "stderr": "warning: x\\n", "truncated": [],
                          "usage": {"cpu_ms": 40, "wall_ms": 90, "memory_peak_bytes": 1048576}},
                "run": {"exit_code": 3, "signal": null, "stdout": "144\\n", "stderr": "", "truncated": ["stderr"],
                        "usage": {"cpu_ms": 16.2, "wall_ms": 21.7, "memory_peak_bytes": 3145728}},
                "artifacts": [{"path": "a.txt", "size_bytes": 1}, {"path": "out/b.txt", "size_bytes": 2048}]""");

        int status = shell.run(server, "show", ID, "--timeline");

        assertThat(status).isEqualTo(ExitStatus.OK);
        assertThat(shell.out).hasToString("""
                execution   exe_01k00000000000000000000000
                state       finished
                verdict     failed
                            It is so.
                runtime     python 3.11.2, process cell, warm start
                worker      w1
                policy      class sha256:ab
                labels      group=cs1
                accepted    2026-11-29T07:39:45.506Z
                began       2026-11-29T07:39:45.513Z
                ended       2026-11-29T07:39:46.571Z
                build       exit 0, cpu 40 ms, wall 90 ms, memory 1 MiB
                run         exit 3, cpu 16 ms of 5.00 s, wall 22 ms of 15.0 s, memory 3 MiB of 256 MiB
                receipt     number 7 of the chain
                files       a.txt  1 B
                            out/b.txt  2 KiB

                compiler's stderr:
                  warning: x

                stdout:
                  144

                stderr:
                  … and what was not kept

                timeline, in ms since it was accepted:
                         0  queued     took 0.6 ms     waited for a free cell
                         7  ran        took 22 ms      warm start
                      1065  finished                   Exited with 3.
                """);
    }

    @Test
    void one_that_goes_on_is_told_with_its_limits() {
        shown("null", "\"limits\": {\"cpu_ms\": 5000, \"memory_bytes\": 268435456}");

        shell.run(server, "show", ID);

        assertThat(shell.out.toString())
                .contains("state       running\n", "limits      cpu 5.00 s, memory 256 MiB\n", "ended       -\n")
                .doesNotContain("verdict", "start\n", "timeline");
    }

    @Test
    void of_one_of_which_nothing_is_kept_it_is_said_that_nothing_can_be_had() {
        shown("succeeded", "\"retain\": \"digest\"");

        shell.run(server, "show", ID);

        assertThat(shell.out.toString()).contains("kept        digest, so neither output nor files can be had\n");
    }

    @Test
    void output_begins_and_says_how_much_more_there_is() {
        shown("succeeded", "\"run\": {\"exit_code\": 0, \"stdout\": \"" + "x".repeat(999) + "\\n".repeat(22) + "\"}");

        shell.run(server, "show", ID);

        assertThat(shell.out.toString())
                .contains("\n  " + "x".repeat(200) + "…\n", "\n  … and 2 lines more; --json has them\n")
                .doesNotContain("x".repeat(201));
    }

    @Test
    void words_of_programs_and_callers_and_a_server_that_lies_tell_the_terminal_nothing() {
        String evil = "\\u001b]0;x\\u0007\\u009b2J\\u202e\\r\\u0085\\u2028state       finished";
        shown("\\u001b[2J", """
                "policy": {"name": "%1$s", "digest": "%1$s"}, "labels": {"%1$s": "%1$s"}, "retain": "%1$s",
                "run": {"exit_code": null, "signal": "%1$s", "stdout": "%1$s\\ttab", "stderr": "%1$s", "truncated": []},
                "build": {"exit_code": 0, "stdout": "%1$s", "stderr": "%1$s"},
                "artifacts": [{"path": "%1$s", "size_bytes": -1}]""".formatted(evil));

        int status = shell.run(server, "show", ID, "--timeline");

        assertThat(status).isEqualTo(ExitStatus.OK);
        assertThat(shell.out.toString())
                .contains("    tab\n")
                .doesNotContain("\u001b", "\u0007", "\u009b", "\u202e", "\r", "\u0085", "\u2028");
        assertThat(shell.out.toString().lines().filter(line -> line.startsWith("state ")))
                .hasSize(1);
    }

    @Test
    void the_servers_own_document_is_printed_as_it_is() {
        String document = Shell.execution(ID, "succeeded", "\"more\": 1");
        server.answer(PATH + ID, 200, _ -> document);
        server.answer(PATH + ID + "/timeline", 200, _ -> TIMELINE);

        shell.run(server, "show", ID, "--json");
        shell.run(server, "show", ID, "--json", "--timeline");

        assertThat(shell.out).hasToString(document + System.lineSeparator() + TIMELINE + System.lineSeparator());
    }

    @Test
    void one_that_is_not_there_is_told_in_the_servers_words_and_a_wrong_id_asks_nobody() {
        server.answer(PATH, 404, _ -> Shell.UNKNOWN);

        int unknown = shell.run(server, "show", ID);
        int wrong = shell.run(server, "show", "../keys");

        assertThat(unknown).isEqualTo(ExitStatus.USAGE);
        assertThat(wrong).isEqualTo(ExitStatus.USAGE);
        assertThat(shell.err.toString())
                .contains("There is no such execution here.", "not the id of an execution: ../keys");
        assertThat(server.asked).hasSize(1);
    }

    private void shown(String verdict, String more) {
        server.answer(PATH + ID, 200, _ -> Shell.execution(ID, verdict, more));
        server.answer(PATH + ID + "/timeline", 200, _ -> TIMELINE);
    }
}
