package freehold.cli.remote;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which server a command speaks to, and as whom. */
public final class ServerOptions {
    private static final String LOCAL = "http://127.0.0.1:8080";

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "The server to ask (or FREEHOLD_SERVER; where one is needed, " + LOCAL + " by default).")
    private Optional<URI> server = Optional.empty();

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "For that server (better: FREEHOLD_KEY, which others on this machine do not see).")
    private Optional<String> key = Optional.empty();

    @Option(
            names = "--cacert",
            paramLabel = "FILE",
            description =
                    "Who may vouch for that server by TLS: certificates in PEM (or FREEHOLD_CACERT; by default whom the JDK trusts).")
    private Optional<Path> authorities = Optional.empty();

    /** The one that was named, here or in the environment. */
    public Optional<RemoteServer> server() {
        return server.or(() -> variable("FREEHOLD_SERVER").map(ServerOptions::address))
                .map(this::at);
    }

    private RemoteServer at(URI address) {
        return new RemoteServer(
                address,
                key.or(() -> variable("FREEHOLD_KEY")),
                authorities.or(() -> variable("FREEHOLD_CACERT").map(Path::of)).map(Authorities::of));
    }

    /** Whether a server, or a key for one, was named here and not in the environment. */
    public boolean isNamed() {
        return server.isPresent() || key.isPresent();
    }

    /** The same, or the one that a server on this machine is by default. */
    public RemoteServer orLocal() {
        return server().orElseGet(() -> at(URI.create(LOCAL)));
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

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(text -> !text.isEmpty());
    }
}
