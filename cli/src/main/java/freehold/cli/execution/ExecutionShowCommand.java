package freehold.cli.execution;

import freehold.cli.remote.Asking;
import freehold.cli.remote.RemoteServer;
import freehold.wire.client.ExecutionJson;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code freehold execution show}. */
@Command(name = "show", description = "Shows how an execution ended, what it used, and the beginning of what it wrote.")
final class ExecutionShowCommand extends Asking {
    @Parameters(paramLabel = "EXECUTION", description = "Which one, exe_….")
    private String id = "";

    @Option(
            names = "--json",
            description =
                    "Print what GET /v1/executions/ID answers, with all output; with --timeline, what its /timeline does.")
    private boolean json;

    @Option(names = "--timeline", description = "Show its steps too, with milliseconds since it was accepted.")
    private boolean timeline;

    @Override
    protected void ask(RemoteServer server, PrintWriter out) {
        String path = ExecutionCommand.at(id);
        String course = path + "/timeline";
        if (json) {
            out.println(new String(server.get(timeline ? course : path), StandardCharsets.UTF_8));
            return;
        }
        ExecutionJson.Seen seen = server.understood(() -> ExecutionJson.read(server.get(path)));
        ExecutionJson.Timeline steps = server.understood(() -> ExecutionJson.timeline(server.get(course)));
        out.print(ExecutionTexts.sheet(seen, steps));
        if (timeline) {
            out.print(ExecutionTexts.steps(steps));
        }
    }
}
