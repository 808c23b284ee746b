package freehold.cli.policy;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.remote.RemoteServer;
import freehold.cli.remote.ServerOptions;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code freehold policy assign}. */
@Command(
        name = "assign",
        description = {
            "Gives a tenant a policy in place of the one it has, or takes it away.",
            "With --default it is the policy of every tenant that has none of its own."
        })
final class PolicyAssignCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "NAME", description = "What the policy is called.")
    private String name = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "TENANT", description = "Who shall have it.")
    private Optional<String> tenant = Optional.empty();

    @Option(names = "--default", description = "Whoever has none of their own.")
    private boolean standard;

    @Option(names = "--remove", description = "Take it away again.")
    private boolean remove;

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Override
    public void run() {
        if (tenant.isPresent() == standard) {
            throw new Declined(ExitStatus.USAGE, "name a tenant, or say --default");
        }
        String place =
                tenant.map(each -> "/tenants/" + PolicyTexts.tenant(each)).orElse("/default");
        RemoteServer server = options.orLocal();
        byte[] _ = server.send(remove ? "DELETE" : "PUT", PolicyCommand.PLACE + "/" + PolicyTexts.name(name) + place);
    }
}
