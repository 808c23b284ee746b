package freehold.cli.policy;

import freehold.cli.remote.RemoteServer;
import freehold.cli.remote.ServerOptions;
import freehold.wire.client.PolicyJson;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freehold policy show}. */
@Command(name = "show", description = "Prints the document of a policy, in canonical form, as YAML.")
final class PolicyShowCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "NAME", description = "What the policy is called.")
    private String name = "";

    @Option(
            names = "--version",
            paramLabel = "DIGEST",
            description = "An older one, as sha256:… (default: the newest).")
    private Optional<String> version = Optional.empty();

    @Option(names = "--json", description = "Print what the server answers.")
    private boolean json;

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        String path = "/" + PolicyTexts.name(name)
                + version.map(digest -> "/versions/" + PolicyTexts.digest(digest))
                        .orElse("");
        RemoteServer server = options.orLocal();
        byte[] answer = server.get(PolicyCommand.PLACE + path);
        PolicyTexts.print(spec, json ? new String(answer, StandardCharsets.UTF_8) + "\n" : PolicyJson.document(answer));
    }
}
