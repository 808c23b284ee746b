package freehold.control.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.control.world.Certificates;
import freehold.control.world.Outcomes;
import freehold.control.world.ScriptedWorker.Held;
import freehold.control.world.World;
import freehold.control.world.World.Recipe;
import freehold.execution.Execution;
import freehold.execution.ExecutionId;
import freehold.execution.Verdict;
import freehold.leak.LeakWatch;
import freehold.tenant.TenantId;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@ExtendWith(LeakWatch.class)
final class TlsTest {
    private static final String RUNS = "/v1/executions?wait=60s";

    @TempDir
    private Path folder;

    /** Makes a certificate for loopback, by the JDK's own tool. */
    private TlsFiles made(String name, String algorithm) throws Exception {
        KeyStore keys = Certificates.made(folder.resolve(name + ".p12"), algorithm, name, "ip:127.0.0.1,dns:localhost");
        TlsFiles files = new TlsFiles(folder.resolve(name + ".crt"), folder.resolve(name + ".key"));
        Files.writeString(
                files.certificate(),
                pem("CERTIFICATE", keys.getCertificate("server").getEncoded()));
        Files.writeString(
                files.key(),
                pem("PRIVATE KEY", keys.getKey("server", "secret".toCharArray()).getEncoded()));
        return files;
    }

    private static String pem(String what, byte[] content) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END " + what
                + "-----\n";
    }

    private static SSLContext trusting(TlsFiles... files) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        for (TlsFiles each : files) {
            trusted.setCertificateEntry(
                    each.certificate().toString(), each.read().getCertificate("server"));
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private static HttpResponse<String> get(World world, SSLContext context, HttpClient.Version version)
            throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(context).version(version).build()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + world.port + "/v1/me"))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    /** A page of another origin asks, by HTTP/2. */
    private static int foreign(World world, SSLContext context) throws Exception {
        try (HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create("https://127.0.0.1:" + world.port + "/v1/me"))
                    .header("Origin", "https://page.example");
            return client.send(request.build(), BodyHandlers.ofString()).statusCode();
        }
    }

    private World world(TlsFiles files) throws Exception {
        return new World(
                folder, Recipe.USUAL.settings(ServerSettings.onLoopback(0).tls(files)));
    }

    @Test
    void both_versions_of_http_are_spoken_over_tls_and_nothing_in_the_clear() throws Exception {
        TlsFiles files = made("first", "EC");
        try (World world = world(files)) {
            HttpResponse<String> second = get(world, trusting(files), HttpClient.Version.HTTP_2);
            HttpResponse<String> first = get(world, trusting(files), HttpClient.Version.HTTP_1_1);

            assertThat(second.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(second.statusCode()).as(second.body()).isEqualTo(200);
            assertThat(foreign(world, trusting(files))).isEqualTo(403);
            assertThat(first.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            assertThat(first.statusCode()).isEqualTo(200);
            assertThatThrownBy(() -> world.get("/v1/me")).isInstanceOf(java.io.IOException.class);
        }
    }

    /** By resetting its stream: the connection stays. */
    @ParameterizedTest
    @ValueSource(strings = {RUNS, "/compat/piston/api/v2/execute"})
    void a_client_of_http_2_that_takes_its_request_back_ends_its_execution(String path) throws Exception {
        TlsFiles files = made("first", "EC");
        try (LogWatch log = new LogWatch()) {
            try (World world = world(files);
                    HttpClient client =
                            HttpClient.newBuilder().sslContext(trusting(files)).build()) {
                CompletableFuture<HttpResponse<String>> answer =
                        client.sendAsync(request(world, path).build(), BodyHandlers.ofString());
                ExecutionId id = world.worker.next().plan().id();

                answer.cancel(true);

                Execution end = world.executions
                        .await(TenantId.LOCAL, id, Duration.ofSeconds(20))
                        .orElseThrow();
                assertThat(end.outcome().orElseThrow().verdict()).isEqualTo(Verdict.CANCELLED);
            }
            assertThat(log.lines()).isEmpty(); // by then nothing is left that could be said late
        }
    }

    @Test
    void the_answer_to_a_request_that_was_taken_back_is_nobody_elses() throws Exception {
        TlsFiles files = made("first", "EC");
        try (LogWatch log = new LogWatch();
                World world = world(files);
                HttpClient client =
                        HttpClient.newBuilder().sslContext(trusting(files)).build()) {
            CompletableFuture<HttpResponse<String>> first = client.sendAsync(
                    request(world, RUNS).header("Idempotency-Key", "k").build(), BodyHandlers.ofString());
            Held kept = world.worker.next();
            first.cancel(true);
            CompletableFuture<HttpResponse<String>> second =
                    client.sendAsync(request(world, RUNS).build(), BodyHandlers.ofString());
            Held other = world.worker.next();

            kept.ends(Outcomes.succeeded(kept.plan(), "first"));
            world.executions.await(TenantId.LOCAL, kept.plan().id(), Duration.ofSeconds(20));
            other.ends(Outcomes.succeeded(other.plan(), "second"));

            assertThat(second.get(20, TimeUnit.SECONDS).body())
                    .contains("second")
                    .doesNotContain("first");
            assertThat(log.lines()).isEmpty();
        }
    }

    private static HttpRequest.Builder request(World world, String path) {
        String body = path.equals(RUNS)
                ? "{\"runtime\": \"python\", \"source\": \"hold\"}"
                : "{\"language\": \"python\", \"version\": \"*\", \"files\": [{\"content\": \"hold\"}]}";
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + world.port + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    @Test
    void versions_of_old_are_not_spoken() throws Exception {
        TlsFiles files = made("first", "RSA");
        try (World world = world(files);
                SSLSocket socket =
                        (SSLSocket) trusting(files).getSocketFactory().createSocket("127.0.0.1", world.port)) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
        }
        Tls tls = new Tls(files);
        try (tls) {
            assertThat(tls.protocols()).containsExactlyInAnyOrder("TLSv1.3", "TLSv1.2");
        }
    }

    @Test
    void a_renewed_certificate_serves_the_next_connection_and_a_broken_one_changes_nothing() throws Exception {
        TlsFiles files = made("first", "EC");
        TlsFiles other = made("other", "EC");
        SSLContext old = trusting(files);
        SSLContext renewed = trusting(other);
        try (World world = world(files)) {
            assertThatThrownBy(() -> get(world, renewed, HttpClient.Version.HTTP_1_1))
                    .isInstanceOf(SSLHandshakeException.class);
            Files.writeString(files.certificate(), "broken");
            Files.setLastModifiedTime(files.certificate(), FileTime.from(Instant.EPOCH));
            assertThat(get(world, old, HttpClient.Version.HTTP_1_1).statusCode())
                    .isEqualTo(200);

            Files.copy(other.key(), files.key(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            Files.copy(other.certificate(), files.certificate(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);

            while (!name(world, trusting(files, other), old).equals("CN=other")) {
                Thread.onSpinWait();
            }
            assertThat(get(world, renewed, HttpClient.Version.HTTP_2).statusCode())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA", "Ed25519"})
    void a_certificate_without_its_new_key_changes_nothing(String algorithm) throws Exception {
        TlsFiles files = made("first", algorithm);
        TlsFiles other = made("other", algorithm);
        SSLContext old = trusting(files);
        try (LogWatch log = new LogWatch();
                World world = world(files)) {
            Files.copy(other.certificate(), files.certificate(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);

            while (log.lines().isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(log.lines()).first().asString().contains("stays so", "is not the key of the first certificate");
            assertThat(get(world, old, HttpClient.Version.HTTP_1_1).statusCode())
                    .isEqualTo(200);
        }
    }

    private static String name(World world, SSLContext renewed, SSLContext old) throws Exception {
        for (SSLContext context : List.of(renewed, old)) {
            try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", world.port)) {
                socket.startHandshake();
                return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                        .getSubjectX500Principal()
                        .getName();
            } catch (SSLHandshakeException _) {
                // it trusts the other one
            }
        }
        return "renewed between the two tries";
    }

    @Test
    void files_that_cannot_be_used_stop_the_start_with_a_sentence() throws Exception {
        TlsFiles files = made("first", "EC");
        TlsFiles rsa = made("rsa", "RSA");
        TlsFiles other = made("other", "EC");
        TlsFiles another = made("another", "RSA");
        Path legacy = folder.resolve("legacy.key");
        Files.writeString(legacy, "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");

        assertThatThrownBy(() -> new Tls(new TlsFiles(folder.resolve("none"), files.key())))
                .hasMessageContaining("none");
        assertThatThrownBy(() -> new Tls(new TlsFiles(files.certificate(), legacy)))
                .hasMessageContaining("openssl pkcs8");
        assertThatThrownBy(() -> new Tls(new TlsFiles(files.certificate(), rsa.key())))
                .hasMessageContaining("is not the key of");
        assertThatThrownBy(() -> new Tls(new TlsFiles(files.certificate(), other.key())))
                .hasMessageContaining("is not the key of");
        assertThatThrownBy(() -> new Tls(new TlsFiles(rsa.certificate(), another.key())))
                .hasMessageContaining("is not the key of");
        assertThatThrownBy(() -> new Tls(new TlsFiles(files.key(), files.key())))
                .hasMessageContaining("TLS:");
    }
}
