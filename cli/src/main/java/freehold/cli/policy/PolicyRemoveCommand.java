package freehold.cli.policy;

import freehold.cli.remote.RemoteServer;
import freehold.cli.remote.ServerOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code freehold policy remove}. */
@Command(
        name = "remove",
        description = "Takes a policy away that nobody has. Its versions can still be shown by their digest.")
final class PolicyRemoveCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "NAME", description = "What the policy is called.")
    private String name = "";

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Override
    public void run() {
        RemoteServer server = options.orLocal();
        byte[] _ = server.delete(PolicyCommand.PLACE + "/" + PolicyTexts.name(name));
    }
}
