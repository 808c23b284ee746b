package freehold.wire.nats;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where servers of NATS are, and how to prove who comes.
 *
 * @param servers as {@code nats://HOST:PORT} or {@code tls://HOST:PORT}; any of them will do
 * @param credentials a file of a user's JWT and NKey
 * @param nkey a file that holds an NKey's seed alone
 * @param tls files for TLS in both directions
 */
public record NatsAccess(
        List<String> servers, Optional<Path> credentials, Optional<Path> nkey, Optional<TlsFiles> tls) {
    /** PEM files: who is trusted, and who this is. */
    public record TlsFiles(Path authorities, Path certificate, Path key) {}

    public NatsAccess {
        servers = List.copyOf(servers);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("names no server");
        }
        for (String each : servers) {
            if (!each.startsWith("nats://") && !each.startsWith("tls://")) {
                throw new IllegalArgumentException(each + ": an address begins with nats:// or tls://");
            }
            if (each.contains("@")) {
                throw new IllegalArgumentException(
                        "must not hold a password, which others would see: use --nats-nkey or --nats-credentials");
            }
        }
    }
}
