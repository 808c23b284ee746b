package freehold.control.webhook;

import freehold.control.callback.Letter;
import freehold.control.callback.Sender;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * HTTP/1.1 (RFC 9112), as little of it as a message needs: one request on one connection, of whose answer the status line alone is read.
 * An HTTP client would resolve the name once more after it was checked, and might be given another address then.
 */
public final class SocketSender implements Sender {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final int STATUS_LINE_MAX = 4 << 10;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})( .*)?");
    private static final int SHOWN_MAX = 200;

    private final Destinations destinations;
    private final Duration patience;
    private final SSLSocketFactory tls;

    /**
     * A sender that believes the certificates that the JDK does.
     *
     * @param patience for one message altogether
     */
    public SocketSender(Destinations destinations, Duration patience) {
        this(destinations, patience, (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    SocketSender(Destinations destinations, Duration patience, SSLSocketFactory tls) {
        this.destinations = destinations;
        this.patience = patience;
        this.tls = tls;
    }

    @Override
    public Result send(URI url, Map<String, String> headers, Letter letter) {
        String host = String.valueOf(url.getHost());
        boolean secure = "https".equalsIgnoreCase(url.getScheme());
        int port = url.getPort() > 0 ? url.getPort() : secure ? 443 : 80;
        try {
            InetAddress[] addresses = InetAddress.getAllByName(host);
            Optional<InetAddress> allowed = Arrays.stream(addresses)
                    .filter(address -> destinations.allows(host, port, address))
                    .findFirst();
            if (allowed.isEmpty()) {
                return new Result.OffLimits(
                        host + ":" + port
                                + " is not a public address, and the operator of this server does not list it by --callback-to");
            }
            try (Socket socket = new Socket()) {
                return exchange(socket, new InetSocketAddress(allowed.get(), port), url, secure, headers, letter);
            }
        } catch (UnknownHostException unknown) {
            return new Result.Unreachable("there is no host " + host);
        } catch (IOException failed) {
            return new Result.Unreachable(shown(String.valueOf(failed.getMessage())));
        }
    }

    private Result exchange(
            Socket socket, InetSocketAddress to, URI url, boolean secure, Map<String, String> headers, Letter letter)
            throws IOException {
        AtomicBoolean late = new AtomicBoolean();
        Thread watch = Thread.ofVirtual().name("webhook-deadline").start(() -> closeAfter(socket, late));
        try {
            socket.connect(to, (int) CONNECT_MAX.toMillis());
            Socket talk = secure ? secured(socket, String.valueOf(url.getHost()), to.getPort()) : socket;
            OutputStream out = new BufferedOutputStream(talk.getOutputStream());
            out.write(head(url, to.getPort(), secure, headers, letter));
            out.write(letter.body());
            out.flush();
            return status(talk.getInputStream());
        } catch (IOException failed) {
            if (late.get()) { // TLS closes it as well, when it does not believe the other side
                return new Result.Unreachable("no answer within " + patience.toMillis() + " ms");
            }
            throw failed;
        } finally {
            watch.interrupt();
        }
    }

    /** A socket has no deadline for writing, nor one for all that is read from it. */
    private void closeAfter(Socket socket, AtomicBoolean late) {
        try {
            Thread.sleep(patience);
            late.set(true);
            socket.close();
        } catch (InterruptedException done) {
            Thread.currentThread().interrupt();
        } catch (IOException left) {
            throw new IllegalStateException(left);
        }
    }

    /** With the name that was asked for, which its certificate must have. */
    private SSLSocket secured(Socket socket, String host, int port) throws IOException {
        String name = host.replaceAll("[\\[\\]]", "");
        SSLSocket secured = (SSLSocket) tls.createSocket(socket, name, port, true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    private static byte[] head(URI url, int port, boolean secure, Map<String, String> headers, Letter letter) {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        boolean usual = port == (secure ? 443 : 80);
        StringBuilder head = new StringBuilder(letter.method() + " " + path + query + " HTTP/1.1\r\n");
        head.append("Host: ")
                .append(url.getHost())
                .append(usual ? "" : ":" + port)
                .append("\r\n");
        head.append("Content-Type: application/json\r\nContent-Length: ").append(letter.body().length);
        head.append("\r\nUser-Agent: Freehold\r\nConnection: close\r\n");
        new TreeMap<>(headers)
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static Result status(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int each = in.read(); each != '\n'; each = in.read()) {
            if (each < 0 || line.length() == STATUS_LINE_MAX) {
                return new Result.Unreachable("the answer is not HTTP");
            }
            line.append((char) each);
        }
        Matcher status = STATUS.matcher(line.toString().strip());
        return status.matches()
                ? new Result.Answered(Integer.parseInt(status.group(1)))
                : new Result.Unreachable("the answer is not HTTP");
    }

    private static String shown(String text) {
        String printable = text.replaceAll("[^\\x20-\\x7e]", "?");
        return printable.substring(0, Math.min(SHOWN_MAX, printable.length()));
    }
}
