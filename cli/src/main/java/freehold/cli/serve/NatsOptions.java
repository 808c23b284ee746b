package freehold.cli.serve;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.wire.nats.NatsAccess;
import freehold.wire.nats.NatsBus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Where controls and workers meet, and how to prove who comes. */
public final class NatsOptions {
    @Option(
            names = "--nats",
            paramLabel = "nats://HOST:PORT",
            split = ",",
            description = "Servers of NATS, any of which will do; tls://HOST:PORT for TLS.")
    private List<String> servers = List.of();

    @Option(names = "--nats-nkey", paramLabel = "FILE", description = "The seed of this process's NKey.")
    private Optional<Path> nkey = Optional.empty();

    @Option(names = "--nats-credentials", paramLabel = "FILE", description = "A file of JWT and NKey, as nsc makes it.")
    private Optional<Path> credentials = Optional.empty();

    @Option(names = "--nats-ca", paramLabel = "FILE.pem", description = "Who may vouch for the servers, with tls://.")
    private Optional<Path> authorities = Optional.empty();

    @Option(names = "--nats-cert", paramLabel = "FILE.pem", description = "This process's certificate, with --nats-ca.")
    private Optional<Path> certificate = Optional.empty();

    @Option(names = "--nats-key", paramLabel = "FILE.pem", description = "The key of that certificate, in PKCS#8.")
    private Optional<Path> key = Optional.empty();

    boolean isGiven() {
        return !servers.isEmpty() || !files().isEmpty();
    }

    /** Files that whoever connects must be able to read. */
    public List<Path> files() {
        return Stream.of(nkey, credentials, authorities, certificate, key)
                .flatMap(Optional::stream)
                .toList();
    }

    /** What was asked for, checked. */
    public NatsAccess access() {
        files().stream().filter(file -> !Files.isRegularFile(file)).findFirst().ifPresent(file -> {
            throw new Declined(ExitStatus.USAGE, "--nats-…: there is no file " + file);
        });
        try {
            return new NatsAccess(servers, credentials, nkey, tls());
        } catch (IllegalArgumentException wrong) {
            throw new Declined(
                    ExitStatus.USAGE, "--nats: " + wrong.getMessage() + ", as in --nats nats://127.0.0.1:4222");
        }
    }

    private Optional<NatsAccess.TlsFiles> tls() {
        long given = Stream.of(authorities, certificate, key)
                .flatMap(Optional::stream)
                .count();
        if (given != 0 && given != 3) {
            throw new Declined(ExitStatus.USAGE, "--nats-ca, --nats-cert and --nats-key go together");
        }
        return authorities.map(file -> new NatsAccess.TlsFiles(file, certificate.orElseThrow(), key.orElseThrow()));
    }

    /** Connects, or says in words why not. */
    public static NatsBus connect(NatsAccess access, String name) {
        try {
            return NatsBus.connect(access, name);
        } catch (IOException refused) {
            throw new Declined(
                    ExitStatus.UNAVAILABLE,
                    "no server of NATS at " + String.join(", ", access.servers()) + " lets this process in: "
                            + refused.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
