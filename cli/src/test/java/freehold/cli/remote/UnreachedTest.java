package freehold.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each way of not getting an answer, as the client of the JDK really fails at it. */
@Timeout(60)
final class UnreachedTest {
    private static final String PLAIN = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    @Test
    void a_host_that_nobody_knows_is_named() {
        assertThat(said("http://no-such-host.invalid:8080")).contains("there is no host no-such-host.invalid");
    }

    @Test
    void a_port_where_nobody_listens_is_told_so() throws IOException {
        int port;
        try (ServerSocket gone = listener()) {
            port = gone.getLocalPort();
        }

        assertThat(said("http://127.0.0.1:" + port)).contains("nobody listens there");
        assertThat(said("https://127.0.0.1:" + port)).contains("nobody listens there");
    }

    @Test
    void what_answers_in_another_language_or_not_at_all_speaks_no_http() throws IOException {
        for (String answer : new String[] {"SSH-2.0-OpenSSH_9.2\r\n", ""}) {
            try (ServerSocket other = answering(answer)) {
                assertThat(said("http://127.0.0.1:" + other.getLocalPort()))
                        .contains("no answer in HTTP", "https://")
                        .doesNotContain("parser", "status line");
            }
        }
    }

    @Test
    void tls_asked_of_a_server_without_is_told_with_the_way_out() throws IOException {
        try (ServerSocket plain = answering(PLAIN)) {
            assertThat(said("https://127.0.0.1:" + plain.getLocalPort()))
                    .contains("does not speak TLS", "begins with http://")
                    .doesNotContain("plaintext");
        }
    }

    /** As the JDK fails at a certificate of one's own, and at a trust store that it cannot read without its password. */
    @Test
    void what_is_not_trusted_here_speaks_tls_all_the_same() {
        IOException stranger = new SSLHandshakeException("(certificate_unknown) PKIX path building failed");
        stranger.initCause(new CertificateException(new CertPathBuilderException("unable to find valid path")));
        IOException trusting = new SSLException(
                "Unexpected error: the trustAnchors parameter must be non-empty",
                new InvalidAlgorithmParameterException("the trustAnchors parameter must be non-empty"));

        assertThat(Unreached.why(URI.create("https://localhost"), stranger))
                .contains("vouches for its certificate")
                .doesNotContain("PKIX");
        assertThat(Unreached.why(URI.create("https://localhost"), trusting))
                .contains("TLS cannot be agreed on", "trustAnchors")
                .doesNotContain("does not speak TLS");
    }

    private static String said(String address) {
        RemoteServer server = new RemoteServer(URI.create(address), Optional.empty());
        Declined declined = catchThrowableOfType(Declined.class, () -> server.get("/v1/usage"));
        assertThat(declined.status()).isEqualTo(ExitStatus.UNAVAILABLE);
        return String.valueOf(declined.getMessage());
    }

    private static ServerSocket listener() throws IOException {
        return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    /** Says the same to everybody, once it was spoken to. */
    private static ServerSocket answering(String words) throws IOException {
        ServerSocket listener = listener();
        Thread.startVirtualThread(() -> {
            try {
                while (true) {
                    try (Socket caller = listener.accept()) {
                        int read = caller.getInputStream().read(new byte[4096]);
                        if (read > 0) {
                            caller.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
                        }
                    }
                }
            } catch (IOException _) {
                // the test is over
            }
        });
        return listener;
    }
}
