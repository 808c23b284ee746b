package freehold.control.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.callback.Letter;
import freehold.control.callback.Sender;
import freehold.control.world.Certificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever listens where a callback goes must prove to be who was named: content goes there. */
@Timeout(60)
final class CallbackTlsTest {
    private static final char[] PASSWORD = "secret".toCharArray();

    @TempDir
    private Path folder;

    private KeyStore keysFor(String name) throws Exception {
        return Certificates.made(folder.resolve(name + ".p12"), "EC", name, "dns:" + name);
    }

    private static SSLContext serving(KeyStore keys) throws Exception {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static SSLContext believing(KeyStore keys) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", keys.getCertificate("server"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    /**
     * What comes of a message to a server whose certificate is believed.
     *
     * @param came whether anything of the message did
     */
    private static Sender.Result sent(KeyStore keys, CompletableFuture<Boolean> came) throws Exception {
        try (SSLServerSocket server = (SSLServerSocket)
                serving(keys).getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answering = Thread.startVirtualThread(() -> {
                try (SSLSocket client = (SSLSocket) server.accept()) {
                    came.complete(client.getInputStream().read() >= 0);
                    client.getOutputStream()
                            .write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException refused) {
                    came.complete(false);
                }
            });
            var sender = new SocketSender(
                    Destinations.parse(List.of("127.0.0.0/8")),
                    Duration.ofSeconds(20),
                    believing(keys).getSocketFactory());
            Sender.Result result = sender.send(
                    URI.create("https://localhost:" + server.getLocalPort() + "/done"),
                    Map.of(),
                    new Letter(Letter.Method.POST, "{}".getBytes(StandardCharsets.US_ASCII)));
            answering.join();
            return result;
        }
    }

    @Test
    void a_server_with_a_certificate_for_the_name_gets_the_message() throws Exception {
        CompletableFuture<Boolean> came = new CompletableFuture<>();

        Sender.Result result = sent(keysFor("localhost"), came);

        assertThat(result).isEqualTo(new Sender.Result.Answered(204));
        assertThat(came).isCompletedWithValue(true);
    }

    @Test
    void a_server_with_a_certificate_for_another_name_gets_nothing() throws Exception {
        CompletableFuture<Boolean> came = new CompletableFuture<>();

        Sender.Result result = sent(keysFor("elsewhere.example"), came);

        assertThat(result)
                .isInstanceOfSatisfying(
                        Sender.Result.Unreachable.class,
                        why -> assertThat(why.why()).contains("localhost"));
        assertThat(came).isCompletedWithValue(false);
    }
}
