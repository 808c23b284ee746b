package freehold.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** A server for which nobody vouches whom the JDK trusts. */
final class AuthoritiesTest {
    private static final char[] PASSWORD = "secret".toCharArray();

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();
    private HttpsServer server;
    private KeyStore store;

    @BeforeEach
    void listen() throws Exception {
        store = made("its-own");
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            byte[] answer = "{\"items\": [], \"next\": null}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** A key and the certificate that it gave itself, by the JDK's own tool. */
    private KeyStore made(String name) throws Exception {
        Path file = folder.resolve(name + ".p12");
        int status = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start()
                .waitFor();
        assertThat(status).isZero();
        return KeyStore.getInstance(file.toFile(), PASSWORD);
    }

    private Path pem(KeyStore of) throws Exception {
        return Files.writeString(
                Files.createTempFile(folder, "ca", ".pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(of.getCertificate("server").getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
    }

    private int list(String... more) {
        CommandLine command = Main.commandLine("execution");
        command.setOut(new PrintWriter(new StringWriter()));
        command.setErr(new PrintWriter(err, true));
        String[] all = new String[4 + more.length];
        all[0] = "execution";
        all[1] = "list";
        all[2] = "--server";
        all[3] = "https://127.0.0.1:" + server.getAddress().getPort();
        System.arraycopy(more, 0, all, 4, more.length);
        return command.execute(all);
    }

    @Test
    void is_spoken_to_where_its_authority_is_named_and_else_not() throws Exception {
        int unnamed = list();
        String why = err.toString();
        int another = list("--cacert", pem(made("another")).toString());
        int named = list("--cacert", pem(store).toString());

        assertThat(unnamed).isEqualTo(ExitStatus.UNAVAILABLE);
        assertThat(why).contains("--cacert").doesNotContain("whether it runs");
        assertThat(another).isEqualTo(ExitStatus.UNAVAILABLE);
        assertThat(named).as(err.toString()).isEqualTo(ExitStatus.OK);
    }

    @ParameterizedTest
    @CsvSource({"'',there is no certificate in it", "no certificate,there is no certificate in it that can be read"})
    void a_file_without_one_is_told(String content, String why) throws IOException {
        Path file = Files.writeString(folder.resolve("ca.pem"), content);

        Declined declined = catchThrowableOfType(Declined.class, () -> Authorities.of(file));

        assertThat(declined.status()).isEqualTo(ExitStatus.USAGE);
        assertThat(declined).hasMessageStartingWith("--cacert " + file + ": " + why);
    }

    @Test
    void a_file_that_is_not_there_is_told() {
        Path file = folder.resolve("none.pem");

        assertThat(catchThrowableOfType(Declined.class, () -> Authorities.of(file)))
                .hasMessageContaining("there is no such file");
    }
}
