package freehold.cli.policy;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which server is asked, and as whom. */
final class ServerOptions {
    @Option(
            names = "--server",
            paramLabel = "URL",
            defaultValue = "${env:FREEHOLD_SERVER}",
            description = "The server (or FREEHOLD_SERVER; default: http://127.0.0.1:8080).")
    private Optional<URI> server = Optional.empty();

    @Option(
            names = "--key",
            paramLabel = "KEY",
            defaultValue = "${env:FREEHOLD_KEY}",
            description = "For that server (better: FREEHOLD_KEY).")
    private Optional<String> key = Optional.empty();

    PolicyServer open() {
        URI address = server.orElseGet(() -> URI.create("http://127.0.0.1:8080"));
        if (address.getScheme() == null || !address.getScheme().matches("https?") || address.getHost() == null) {
            throw new Declined(ExitStatus.USAGE, "--server: not the address of a server: " + address);
        }
        return new PolicyServer(address, key);
    }
}
