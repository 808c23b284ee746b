package freehold.cli.mcp;

import freehold.cli.ExitStatus;
import freehold.cli.privilege.SystemCalls;
import freehold.cli.remote.RemoteServer;
import freehold.cli.remote.ServerOptions;
import freehold.cli.serve.OwnServer;
import java.io.BufferedInputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code freehold mcp}: the tools of a server, or of one that lives as long as this, over standard input and output. */
@Command(
        name = "mcp",
        description = "Gives an agent that starts it tools to run programs in cells, by the Model Context Protocol over"
                + " standard input and output. With --server it passes all on to that server's /mcp; without, it runs"
                + " programs itself, as root, and nothing of them remains.",
        footerHeading = "%nIn the settings of an agent:%n",
        footer = {
            "  {\"mcpServers\": {\"freehold\": {\"command\": \"freehold\", \"args\": [\"mcp\"],",
            "    \"env\": {\"FREEHOLD_SERVER\": \"https://freehold.example\", \"FREEHOLD_KEY\": \"fh_…\"}}}}",
            "  An agent that can reach the server itself needs no program in between: its address ends in /mcp."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the agent closed its end, and has its answers",
            "64:wrong use",
            "69:this host cannot run cells; see freehold doctor"
        })
public final class McpCommand implements Callable<Integer> {
    private static final int STANDARD_OUTPUT = 1;

    /** A server answers a call within a minute. */
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(90);

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        Optional<RemoteServer> there = options.server();
        if (there.isPresent()) {
            carry(there.get());
        } else {
            PrintWriter err = spec.commandLine().getErr();
            try (OwnServer own = OwnServer.start((what, doing) -> err.println("freehold: " + what + ": " + doing))) {
                carry(new RemoteServer(own.address(), Optional.of(own.key())));
            }
        }
        return ExitStatus.OK;
    }

    private static void carry(RemoteServer server) throws InterruptedException {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        try (MessageCarrier carrier = new MessageCarrier(server, out, new Reader())) {
            carrier.carry(new BufferedInputStream(System.in));
        }
    }

    /** Of standard output. */
    private record Reader() implements MessageCarrier.Agent {
        @Override
        public Duration patience() {
            return ANSWERED_WITHIN;
        }

        @Override
        public boolean hears() {
            return SystemCalls.hasReader(STANDARD_OUTPUT);
        }
    }
}
