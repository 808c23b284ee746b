package freehold.cli.mcp;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.privilege.SystemCalls;
import freehold.cli.serve.OwnServer;
import java.io.BufferedInputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

    @Option(names = "--server", paramLabel = "URL", description = "Pass on to it (or FREEHOLD_SERVER).")
    private Optional<URI> server = Optional.empty();

    @Option(names = "--key", paramLabel = "KEY", description = "For that server (better: FREEHOLD_KEY).")
    private Optional<String> key = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        Optional<URI> there = server.or(() -> environment("FREEHOLD_SERVER").map(McpCommand::address));
        if (there.isPresent()) {
            carry(there.get(), key.or(() -> environment("FREEHOLD_KEY")));
        } else {
            PrintWriter err = spec.commandLine().getErr();
            try (OwnServer own = OwnServer.start((what, doing) -> err.println("freehold: " + what + ": " + doing))) {
                carry(own.address(), Optional.of(own.key()));
            }
        }
        return ExitStatus.OK;
    }

    private static void carry(URI server, Optional<String> key) throws InterruptedException {
        if (server.getScheme() == null || !server.getScheme().matches("https?") || server.getHost() == null) {
            throw new Declined(
                    ExitStatus.USAGE,
                    "--server: not the address of a server: " + server + "; it is as http://127.0.0.1:8080");
        }
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        try (MessageCarrier carrier = new MessageCarrier(server, key, out, new Reader())) {
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

    private static URI address(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException wrong) {
            throw new Declined(
                    ExitStatus.USAGE,
                    "FREEHOLD_SERVER: not the address of a server: " + text + "; it is as http://127.0.0.1:8080");
        }
    }

    private static Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty());
    }
}
