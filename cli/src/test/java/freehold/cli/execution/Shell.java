package freehold.cli.execution;

import freehold.cli.Main;
import freehold.cli.remote.ScriptedServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.stream.Stream;

/** {@code freehold execution}, called with a server that says what a test wants, and what it said. */
final class Shell {
    static final String ID = "exe_01k00000000000000000000000";
    static final String OTHER = "exe_01k00000000000000000000001";
    static final String PATH = "/v1/executions/";
    static final String UNKNOWN = """
            {"type": "/errors/not-found", "title": "Not found", "status": 404, "detail": "There is no such execution here."}""";

    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();

    int run(ScriptedServer server, String... words) {
        String[] all = Stream.of(
                        Stream.of("execution"),
                        Arrays.stream(words),
                        Stream.of("--server", server.address(), "--key", "fh_x"))
                .flatMap(each -> each)
                .toArray(String[]::new);
        return Main.commandLine(all)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }

    /** One that has ended so, or lives. */
    static String execution(String id, String verdict, String more) {
        return """
                {"id": "%s", "state": "%s", "verdict": %s, "explanation": "It is so.",
                 "runtime": {"name": "python", "version": "3.11.2"}, "tier": "process", "start": "warm",
                 "created_at": "2026-11-29T07:39:45.506Z"%s}""".formatted(
                        id,
                        verdict.equals("null") ? "running" : "finished",
                        verdict.equals("null") ? verdict : '"' + verdict + '"',
                        more.isEmpty() ? "" : ", " + more);
    }
}
