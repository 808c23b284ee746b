package freehold.control.http;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.Optional;

/** An address that a server was to listen on and cannot have. Its message says why, for people. */
public final class AddressUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int ONLY_ROOT_BELOW = 1_024;

    private final boolean ofDialect;

    private AddressUnavailable(String message, boolean ofDialect, IOException cause) {
        super(message, cause);
        this.ofDialect = ofDialect;
    }

    /** Whether it is the port of a dialect, and not the server's own. */
    public boolean ofDialect() {
        return ofDialect;
    }

    /** Looked into by binding, for the system's own words differ from place to place. */
    static AddressUnavailable of(InetAddress address, int port, boolean ofDialect, IOException cause) {
        String host = address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
        if (bind(address, 0).isPresent()) {
            return new AddressUnavailable(host + " is no address of this machine", ofDialect, cause);
        }
        String why = port < ONLY_ROOT_BELOW ? " is in use, or only root may listen there" : " is in use";
        return new AddressUnavailable(host + ":" + port + why, ofDialect, cause);
    }

    /** Of a start that failed for a port which is free again, or which it was itself to listen at twice; empty if it failed for another reason. */
    static Optional<AddressUnavailable> inPassing(RuntimeException failed) {
        for (Throwable each = failed; each != null; each = each.getCause()) {
            if (each instanceof BindException taken) {
                return Optional.of(new AddressUnavailable(
                        "a port was in use when it was to listen there, or is named twice", false, taken));
            }
        }
        return Optional.empty();
    }

    /** Why nobody can listen there now; empty if somebody could. */
    static Optional<IOException> bind(InetAddress address, int port) {
        try (ServerSocketChannel channel = ServerSocketChannel.open()) {
            channel.socket()
                    .setReuseAddress(true); // as the web server does, or connections that just ended are in the way
            channel.bind(new InetSocketAddress(address, port));
            return Optional.empty();
        } catch (IOException refused) {
            return Optional.of(refused);
        }
    }
}
