package freehold.control.http;

import freehold.quantity.Bytes;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a server listens.
 *
 * @param port 0 picks a free one
 * @param body the largest JSON body
 * @param blob the largest stored content
 * @param drain how long executions may go on when the server stops, before they are cancelled
 * @param connections at one time, for each port
 * @param tls with it all ports speak TLS; without, none
 * @param idle how long a connection may be silent between requests, or while it sends or takes one
 */
public record ServerSettings(
        InetAddress address,
        int port,
        Bytes body,
        Bytes blob,
        Duration drain,
        Duration idle,
        int connections,
        List<DialectPort> dialects,
        Optional<TlsFiles> tls) {
    /**
     * Where one dialect is served by itself, at the root.
     *
     * @param port 0 picks a free one
     */
    public record DialectPort(String dialect, InetAddress address, int port) {}

    public ServerSettings {
        dialects = List.copyOf(dialects);
    }

    /** One without TLS. */
    public ServerSettings(
            InetAddress address,
            int port,
            Bytes body,
            Bytes blob,
            Duration drain,
            Duration idle,
            int connections,
            List<DialectPort> dialects) {
        this(address, port, body, blob, drain, idle, connections, dialects, Optional.empty());
    }

    /** The contract's own values, on loopback. */
    public static ServerSettings onLoopback(int port) {
        return new ServerSettings(
                InetAddress.getLoopbackAddress(),
                port,
                Bytes.mebi(10),
                Bytes.gibi(1),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                10_000,
                List.of());
    }

    /** The same, with dialects at ports of their own. */
    public ServerSettings dialects(List<DialectPort> ports) {
        return new ServerSettings(address, port, body, blob, drain, idle, connections, ports, tls);
    }

    /** The same, by TLS. */
    public ServerSettings tls(TlsFiles files) {
        return new ServerSettings(address, port, body, blob, drain, idle, connections, dialects, Optional.of(files));
    }

    /** Why it may not start so; empty when it may. */
    public Optional<String> refusal(boolean keys) {
        return Stream.concat(Stream.of(address), dialects.stream().map(DialectPort::address))
                .filter(each -> !keys && !each.isLoopbackAddress())
                .findFirst()
                .map(each -> "A server that listens on " + each.getHostAddress()
                        + " needs keys, for anybody could reach it. Make an operator's key first (freehold key create --data DIR"
                        + " --role operator, or freehold up --bootstrap), name a key file, or listen on 127.0.0.1.");
    }

    /**
     * Looks whether all its ports can be had now, and leaves them free.
     *
     * @throws AddressUnavailable of the first that cannot
     */
    public void requireAddresses() {
        require(address, port, false);
        dialects.forEach(each -> require(each.address(), each.port(), true));
    }

    private static void require(InetAddress address, int port, boolean ofDialect) {
        AddressUnavailable.bind(address, port).ifPresent(cause -> {
            throw AddressUnavailable.of(address, port, ofDialect, cause);
        });
    }
}
