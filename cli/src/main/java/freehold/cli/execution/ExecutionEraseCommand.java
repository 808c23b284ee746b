package freehold.cli.execution;

import freehold.cli.remote.Asking;
import freehold.cli.remote.RemoteServer;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freehold execution erase}. */
@Command(
        name = "erase",
        description =
                "Erases executions that have ended and all that was kept of them, at once and for good; receipts stay.")
final class ExecutionEraseCommand extends Asking {
    @Parameters(arity = "1..*", paramLabel = "EXECUTION", description = "Which ones, exe_….")
    private List<String> ids = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    protected void ask(RemoteServer server, PrintWriter out) {
        new Several(ExecutionCommand.distinct(ids), spec.commandLine().getErr())
                .each(
                        id -> {
                            byte[] _ = server.delete(ExecutionCommand.at(id));
                        },
                        "erased");
    }
}
