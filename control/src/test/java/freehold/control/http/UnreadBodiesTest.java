package freehold.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.world.World;
import freehold.control.world.World.Recipe;
import freehold.leak.LeakWatch;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a connection with a body that nobody read, or that did not come. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
final class UnreadBodiesTest {
    @TempDir
    private Path folder;

    /** All answers on one connection, until it ends. */
    private String answers(String requests) throws Exception {
        return answers(ServerSettings.onLoopback(0), requests);
    }

    private String answers(ServerSettings settings, String requests) throws Exception {
        try (World world = new World(folder, Recipe.USUAL.settings(settings));
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), world.at("/").getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static String request(String call, String headers) {
        return call + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/runtimes", "/v1/openapi.json", "/v1/me", "/v1/executions", "/v1/none", "/"})
    void whoever_awaits_a_body_that_no_call_reads_says_that_the_connection_ends(String path) throws Exception {
        assertThat(answers(request("GET " + path, "Content-Length: 200\r\n"))).contains("\r\nConnection: close\r\n");
    }

    @Test
    void so_it_is_with_one_of_unknown_length() throws Exception {
        assertThat(answers(request("GET /v1/runtimes", "Transfer-Encoding: chunked\r\n") + "5\r\nhello\r\n"))
                .contains("\r\nConnection: close\r\n");
    }

    @Test
    void behind_one_that_has_come_or_was_read_the_next_request_is_answered() throws Exception {
        String program = "{\"runtime\": \"python\", \"source\": \"echo x\"}";

        String answers = answers(request("GET /v1/runtimes", "Content-Length: 5\r\n") + "hello"
                + request(
                        "POST /v1/executions",
                        "Content-Type: application/json\r\nContent-Length: " + program.length() + "\r\n")
                + program
                + request("GET /v1/me", "Connection: close\r\n"));

        assertThat(answers.split("HTTP/1.1 200", -1)).hasSize(4);
        assertThat(answers.split("Connection: close", -1)).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "POST /v1/executions, application/json",
        "PUT /v1/secrets/one, application/octet-stream",
        "PUT /v1/blobs/sha256:0000000000000000000000000000000000000000000000000000000000000000, application/octet-stream",
    })
    void whoever_sends_one_too_slowly_is_told_that_and_not_that_it_is_no_http(String call, String type)
            throws Exception {
        ServerSettings usual = ServerSettings.onLoopback(0);
        ServerSettings hasty = new ServerSettings(
                usual.address(), 0, usual.body(), usual.blob(), usual.drain(), Duration.ofMillis(300), 100, List.of());

        assertThat(answers(hasty, request(call, "Content-Type: " + type + "\r\nContent-Length: 200\r\n") + "half"))
                .startsWith("HTTP/1.1 408 ")
                .contains("The body came too slowly", "\r\nConnection: close\r\n");
    }

    @Test
    void one_that_is_not_as_http_has_it_is_refused_as_that() throws Exception {
        assertThat(answers(request(
                                "POST /v1/executions",
                                "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n")
                        + "zz\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("could not read this as HTTP");
    }
}
