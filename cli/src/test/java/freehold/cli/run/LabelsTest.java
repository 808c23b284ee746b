package freehold.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a server gets of {@code --label}; it takes nothing here, so that nothing need be run. */
@Timeout(60)
final class LabelsTest {
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final StringWriter err = new StringWriter();
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4);
        server.createContext("/", this::refuse);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void refuse(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(422, -1);
        }
    }

    @Test
    void each_is_sent_as_it_was_given(@TempDir Path folder) throws Exception {
        Path program = Files.writeString(folder.resolve("main.py"), "print(1)\n");
        Path nothing = Files.createFile(folder.resolve("nothing"));
        String[] words = {
            "run",
            "--stdin",
            nothing.toString(),
            "--label",
            "group=cs1",
            "--label",
            "why=a=b",
            "--server",
            "http://127.0.0.1:" + server.getAddress().getPort(),
            program.toString(),
            "--label",
            "not=ours"
        };

        int status = Main.commandLine(words).setErr(new PrintWriter(err, true)).execute(words);

        assertThat(status).isEqualTo(ExitStatus.USAGE);
        assertThat(asked)
                .singleElement()
                .asString()
                .contains("\"labels\":{")
                .contains("\"group\":\"cs1\"", "\"why\":\"a=b\"");
        assertThat(asked).singleElement().asString().contains("\"args\":[\"--label\",\"not=ours\"]");
    }
}
