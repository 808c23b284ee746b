package freehold.cli.ledger;

import freehold.cli.remote.ExecutionIds;
import freehold.cli.remote.ServerOptions;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freehold receipt get}. */
@Command(name = "get", description = "Prints the receipt of an execution that has ended, also of one that was erased.")
final class ReceiptGetCommand implements Runnable {
    @Parameters(paramLabel = "ID", description = "The execution, exe_….")
    private String id = "";

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        ExecutionIds.require(id);
        byte[] receipt = server.orLocal().get("/v1/executions/" + id + "/receipt");
        spec.commandLine().getOut().println(new String(receipt, StandardCharsets.UTF_8));
        spec.commandLine().getOut().flush();
    }
}
