package freehold.cli.policy;

import freehold.cli.remote.RemoteServer;
import freehold.cli.remote.ServerOptions;
import freehold.policy.PolicyName;
import freehold.wire.client.PolicyJson;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freehold policy apply}. */
@Command(
        name = "apply",
        description = "Makes a document the newest version of a policy, in force at once for whoever has it.")
final class PolicyApplyCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "FILE", description = "A policy in YAML or JSON.")
    private Path file = Path.of("-");

    @Option(names = "--name", paramLabel = "NAME", description = "What it is called (default: the name of the file).")
    private Optional<String> name = Optional.empty();

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        DocumentFile document = DocumentFile.read(file);
        PolicyName called = document.name(name);
        RemoteServer server = options.orLocal();
        PolicyJson.Item item = PolicyJson.items(
                        server.send("PUT", PolicyCommand.PLACE + "/" + called, document.mediaType(), document.bytes()))
                .getFirst();
        PolicyTexts.print(spec, item.name() + " " + item.digest() + "\n");
    }
}
