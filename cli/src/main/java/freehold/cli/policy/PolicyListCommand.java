package freehold.cli.policy;

import freehold.cli.remote.RemoteServer;
import freehold.cli.remote.ServerOptions;
import freehold.wire.client.PolicyJson;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code freehold policy list}. */
@Command(name = "list", description = "Lists policies, and who has each.")
final class PolicyListCommand implements Runnable {
    @Option(names = "--json", description = "Print what GET /v1/policies answers.")
    private boolean json;

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        RemoteServer server = options.orLocal();
        byte[] answer = server.get(PolicyCommand.PLACE);
        PolicyTexts.print(
                spec,
                json ? new String(answer, StandardCharsets.UTF_8) + "\n" : PolicyTexts.table(PolicyJson.items(answer)));
    }
}
