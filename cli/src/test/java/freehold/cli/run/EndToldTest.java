package freehold.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Servers that stop when they have told how an execution ended: what they told counts. */
@Timeout(60)
final class EndToldTest {
    private static final String ID = "exe_01m88b1zvjed7thtnnjh5vddt4";
    private static final String LIVING = "{\"id\":\"" + ID
            + "\",\"state\":\"queued\",\"runtime\":{\"name\":\"python\",\"version\":\"3.11.2\"},\"tier\":\"process\",\"artifacts\":[]}";
    private static final String ENDED = "{\"id\":\"" + ID
            + "\",\"state\":\"finished\",\"verdict\":\"failed\",\"explanation\":\"It exited with 3.\",\"runtime\":{\"name\":\"python\","
            + "\"version\":\"3.11.2\"},\"tier\":\"process\",\"run\":{\"exit_code\":3,\"usage\":{}},\"artifacts\":[]}";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(String... arguments) {
        CommandLine command = Main.commandLine(arguments);
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }

    private int attach(TalkServer server) {
        return execute("attach", ID, "--watch", "--server", server.address().toString(), "--key", "fh_k");
    }

    @Test
    void a_conversation_ends_as_the_server_told_before_it_stopped() throws Exception {
        try (TalkServer server = new TalkServer(line -> line.accept().finishes(1, ENDED))) {
            int status = attach(server);

            assertThat(status).as(err.toString()).isEqualTo(3);
        }
    }

    @Test
    void a_server_that_did_not_tell_is_asked() throws Exception {
        for (String told : new String[] {"{}", LIVING}) {
            try (TalkServer server =
                    new TalkServer(line -> line.accept().finishes(1, told), line -> line.decline(200, ENDED))) {
                int status = attach(server);

                assertThat(status).as(err.toString()).isEqualTo(3);
                assertThat(server.asked).last().asString().isEqualTo("/v1/executions/" + ID + "?wait=30s");
            }
        }
    }

    @Test
    void a_run_ends_as_the_server_told_before_it_stopped(@TempDir Path folder) throws Exception {
        Path program = Files.writeString(folder.resolve("main.py"), "exit(3)\n");
        Path nothing = Files.createFile(folder.resolve("nothing"));
        Queue<String> asked = new ConcurrentLinkedQueue<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            if (exchange.getRequestMethod().equals("POST")) {
                answer(exchange, 202, LIVING);
            } else if (exchange.getRequestURI().getPath().endsWith("/events")) {
                answer(exchange, 200, "id: 1\nevent: finished\ndata: " + ENDED + "\n\n");
            } else {
                answer(exchange, 503, "");
            }
        });
        server.start();
        try {
            int status = execute(
                    "run",
                    "--json",
                    "--stdin",
                    nothing.toString(),
                    "--server",
                    "http://127.0.0.1:" + server.getAddress().getPort(),
                    "--key",
                    "fh_k",
                    program.toString());

            assertThat(status).as(err.toString()).isEqualTo(3);
            assertThat(out.toString().strip()).isEqualTo(ENDED);
            assertThat(asked).last().asString().endsWith("/events");
        } finally {
            server.stop(0);
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            var _ = exchange.getRequestBody().readAllBytes();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
