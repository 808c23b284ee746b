package freehold.cli.policy;

import freehold.cli.remote.RemoteServer;
import freehold.cli.remote.ServerOptions;
import freehold.wire.client.PolicyJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freehold policy dry-run}. */
@Command(
        name = "dry-run",
        description = {
            "Tries a document against the newest recorded requests of a tenant: lists what would change.",
            "Changes nothing. Rates, concurrency and budgets are left out."
        })
final class PolicyDryRunCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "FILE", description = "A policy in YAML or JSON.")
    private Path file = Path.of("-");

    @Option(names = "--name", paramLabel = "NAME", description = "What it is called (default: the name of the file).")
    private Optional<String> name = Optional.empty();

    @Option(names = "--tenant", paramLabel = "NAME", description = "Whose requests (default: the key's own).")
    private Optional<String> tenant = Optional.empty();

    @Option(names = "--requests", paramLabel = "COUNT", description = "How many, at most 500 (default: 50).")
    private int requests = 50;

    @Option(names = "--json", description = "Print what the server answers.")
    private boolean json;

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        DocumentFile document = DocumentFile.read(file);
        String path = "/" + document.name(name) + "/dry-run?limit=" + requests
                + tenant.map(each -> "&tenant=" + PolicyTexts.tenant(each)).orElse("");
        RemoteServer server = options.orLocal();
        byte[] answer = server.send("POST", PolicyCommand.PLACE + path, document.mediaType(), document.bytes());
        PolicyTexts.print(
                spec,
                json ? new String(answer, StandardCharsets.UTF_8) + "\n" : PolicyTexts.trial(PolicyJson.trial(answer)));
    }
}
