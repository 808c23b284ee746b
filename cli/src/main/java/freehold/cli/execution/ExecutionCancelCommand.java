package freehold.cli.execution;

import freehold.cli.Declined;
import freehold.cli.remote.Asking;
import freehold.cli.remote.RemoteServer;
import freehold.text.Printable;
import freehold.wire.client.ExecutionJson;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freehold execution cancel}. */
@Command(name = "cancel", description = "Asks for the end of executions; one that has ended stays as it is.")
final class ExecutionCancelCommand extends Asking {
    private static final String CANCELLED = "cancelled";

    @Parameters(arity = "1..*", paramLabel = "EXECUTION", description = "Which ones, exe_….")
    private List<String> ids = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    protected void ask(RemoteServer server, PrintWriter out) {
        new Several(ExecutionCommand.distinct(ids), spec.commandLine().getErr())
                .each(id -> out.println(id + cancel(server, id)), "asked to end");
    }

    private static String cancel(RemoteServer server, String id) {
        Optional<String> before = verdict(server, id);
        if (before.isPresent()) {
            return ended(before.get());
        }
        ExecutionJson.Seen after =
                server.understood(() -> ExecutionJson.read(server.send("POST", ExecutionCommand.at(id) + "/cancel")));
        return after.verdict()
                .filter(verdict -> !verdict.equals(CANCELLED))
                .map(ExecutionCancelCommand::ended)
                .orElse(" was asked to end");
    }

    private static String ended(String verdict) {
        return " had ended already: " + Printable.of(verdict);
    }

    /** Of one that has ended before; the answer to the cancellation does not tell whether that ended it. */
    private static Optional<String> verdict(RemoteServer server, String id) {
        try {
            return server.understood(() -> ExecutionJson.read(server.get(ExecutionCommand.at(id))))
                    .verdict();
        } catch (Declined _) {
            return Optional.empty(); // a key may end what it may not read, and what else is wrong is told next
        }
    }
}
