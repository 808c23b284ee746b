package freehold.cli.serve;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server listens, as {@code 127.0.0.1:8080}, {@code [::1]:8080} or {@code localhost:0}.
 *
 * @param host as it was written, for the line that says where it is ready
 * @param port 0 picks a free one
 */
record Listen(String host, InetAddress address, int port) {
    private static final Pattern FORM = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9.-]+):(\\d+)");
    private static final int PORT_MAX = 65_535;
    private static final int DIGITS_MAX = 5;

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException with a sentence for people
     */
    static Listen parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not HOST:PORT, as in 127.0.0.1:8080");
        }
        String port = parts.group(2);
        if (port.length() > DIGITS_MAX || Integer.parseInt(port) > PORT_MAX) {
            throw new IllegalArgumentException(
                    "'" + text + "' has no port: they go from 0, which picks a free one, to " + PORT_MAX);
        }
        try {
            return new Listen(parts.group(1), InetAddress.getByName(parts.group(1)), Integer.parseInt(port));
        } catch (UnknownHostException unknown) {
            throw new IllegalArgumentException("there is no host " + parts.group(1), unknown);
        }
    }
}
