package freehold.cli.ledger;

import freehold.cli.remote.Remote;
import java.io.IOException;
import java.io.InputStream;
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
    private Remote remote = new Remote();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        Ids.require(id);
        try (InputStream body = remote.get("/v1/executions/" + id + "/receipt", "application/json")) {
            spec.commandLine().getOut().println(new String(body.readAllBytes(), StandardCharsets.UTF_8));
            spec.commandLine().getOut().flush();
        } catch (IOException broken) {
            throw Ids.broken(broken);
        }
    }
}
