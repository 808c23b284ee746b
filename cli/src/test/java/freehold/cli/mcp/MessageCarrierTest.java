package freehold.cli.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import freehold.cli.ExitStatus;
import freehold.cli.Main;
import freehold.cli.remote.RemoteServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** Messages by way of a server that answers as the test wants. */
@Timeout(30)
final class MessageCarrierTest {
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private MessageCarrier.Agent agent = new Waiting(Duration.ofHours(1), true);
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Thread::startVirtualThread);
        server.createContext("/mcp", this::answer);
        server.start();
    }

    @AfterEach
    void close() {
        released.countDown();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String message = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(exchange.getRequestHeaders().getFirst("Authorization") + " "
                + exchange.getRequestHeaders().getFirst("Mcp-Session-Id") + " " + message);
        if (message.contains("slow")) {
            try {
                released.await();
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
        }
        if (message.contains("initialize")) {
            exchange.getResponseHeaders().add("Mcp-Session-Id", "s1");
        }
        boolean isStream = message.contains("stream");
        String body = message.contains("refused")
                ? "{\"title\": \"No key\"}"
                : isStream
                        ? "event: message\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"p\"}\n\nevent: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":1}\n\n"
                        : "{\"jsonrpc\":\"2.0\",\n\"id\":1}";
        exchange.getResponseHeaders().add("Content-Type", isStream ? "text/event-stream" : "application/json");
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(message.contains("refused") ? 401 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private PrintStream lines() {
        return new PrintStream(
                new ByteArrayOutputStream() {
                    @Override
                    public synchronized void flush() {
                        toString(StandardCharsets.UTF_8).lines().forEach(told::add);
                        reset();
                    }
                },
                false,
                StandardCharsets.UTF_8);
    }

    private MessageCarrier carrier() {
        return carrier(lines());
    }

    private MessageCarrier carrier(PrintStream out) {
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        return new MessageCarrier(new RemoteServer(address, Optional.of("fh_key")), out, agent);
    }

    private record Waiting(Duration patience, boolean hears) implements MessageCarrier.Agent {}

    private static InputStream in(String... lines) {
        return new ByteArrayInputStream((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_message_goes_with_its_key_and_its_answer_is_one_line() throws Exception {
        try (MessageCarrier carrier = carrier()) {
            carrier.carry(in("{\"method\":\"tools/list\",\"id\":1}"));

            assertThat(told.take()).isEqualTo("{\"jsonrpc\":\"2.0\", \"id\":1}");
            assertThat(asked.take()).isEqualTo("Bearer fh_key null {\"method\":\"tools/list\",\"id\":1}");
        }
    }

    @Test
    void the_session_that_the_server_names_goes_with_all_that_follows() throws Exception {
        try (MessageCarrier carrier = carrier()) {
            carrier.carry(in("{\"method\":\"initialize\",\"id\":1}"));
            told.take();
            carrier.carry(in("{\"method\":\"tools/list\",\"id\":2}"));
            told.take();

            assertThat(asked.take()).contains(" null ");
            assertThat(asked.take()).contains(" s1 ");
        }
    }

    @Test
    void events_are_told_as_they_come() throws Exception {
        try (MessageCarrier carrier = carrier()) {
            carrier.carry(in("{\"method\":\"stream\",\"id\":1}"));

            assertThat(List.of(told.take(), told.take()))
                    .containsExactly("{\"jsonrpc\":\"2.0\",\"method\":\"p\"}", "{\"jsonrpc\":\"2.0\",\"id\":1}");
        }
    }

    @Test
    void a_refusal_is_an_answer_to_whoever_waits_for_one() throws Exception {
        try (MessageCarrier carrier = carrier()) {
            carrier.carry(in("{\"method\":\"refused\",\"id\":7}", "{\"method\":\"refused\"}"));

            assertThat(told.take())
                    .startsWith("{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":")
                    .contains("401", "No key");
        }
        assertThat(told).isEmpty();
    }

    @Test
    void a_server_that_cannot_be_reached_is_told_so() throws Exception {
        server.stop(0);
        try (MessageCarrier carrier = carrier()) {
            carrier.carry(in("{\"method\":\"tools/list\",\"id\":\"a\"}"));

            assertThat(told.take()).contains("\"id\":\"a\"", "cannot be reached: nobody listens there");
        }
    }

    @Test
    void a_failure_of_ours_is_an_answer_too_and_does_not_repeat_what_was_sent() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        PrintStream out = new PrintStream(lines(), true, StandardCharsets.UTF_8) {
            @Override
            public void print(String text) {
                if (broken.getAndSet(false)) {
                    throw new IllegalArgumentException("invalid header value: \"Bearer fh_key\"");
                }
                super.print(text);
            }
        };
        try (MessageCarrier carrier = carrier(out)) {
            carrier.carry(in("{\"method\":\"tools/list\",\"id\":3}"));

            assertThat(told.take())
                    .startsWith("{\"jsonrpc\":\"2.0\",\"id\":3,\"error\":")
                    .contains("IllegalArgumentException")
                    .doesNotContain("fh_");
        }
    }

    @Test
    void a_key_that_cannot_be_one_is_refused_before_anything_is_read_and_is_not_shown() {
        StringWriter said = new StringWriter();
        CommandLine command = Main.commandLine("mcp");
        command.setErr(new PrintWriter(said, true));

        InputStream before = System.in;
        System.setIn(InputStream.nullInputStream());
        try {
            int status = command.execute("mcp", "--server", "http://127.0.0.1:1", "--key", "fh_secret\n");

            assertThat(status).isEqualTo(ExitStatus.USAGE);
            assertThat(said.toString()).contains("FREEHOLD_KEY").doesNotContain("fh_secret");
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void a_call_that_takes_long_holds_no_other_up() throws Exception {
        PipedOutputStream agent = new PipedOutputStream();
        PipedInputStream in = new PipedInputStream(agent);
        try (MessageCarrier carrier = carrier()) {
            Thread reading = Thread.startVirtualThread(() -> {
                try {
                    carrier.carry(in);
                } catch (InterruptedException stopping) {
                    Thread.currentThread().interrupt();
                }
            });
            agent.write("{\"method\":\"slow\",\"id\":1}\n{\"method\":\"quick\",\"id\":2}\n"
                    .getBytes(StandardCharsets.UTF_8));
            agent.flush();

            assertThat(told.take()).contains("jsonrpc");
            assertThat(told).isEmpty();
            agent.close();
            released.countDown();
            reading.join();
        }
    }

    @Test
    void what_was_asked_before_the_end_is_answered() throws Exception {
        try (MessageCarrier carrier = carrier()) {
            Thread.startVirtualThread(() -> {
                try {
                    told.take();
                    released.countDown();
                } catch (InterruptedException stopping) {
                    Thread.currentThread().interrupt();
                }
            });

            carrier.carry(in("{\"method\":\"slow\",\"id\":1}", "{\"method\":\"quick\",\"id\":2}"));

            assertThat(told).hasSize(1);
        }
    }

    @Test
    void nothing_is_awaited_for_an_agent_that_is_gone() throws Exception {
        agent = new Waiting(Duration.ofHours(1), false);
        try (MessageCarrier carrier = carrier()) {
            carrier.carry(in("{\"method\":\"slow\",\"id\":1}"));

            assertThat(told).isEmpty();
        }
    }

    @Test
    void what_is_not_answered_in_time_is_answered_with_that() throws Exception {
        agent = new Waiting(Duration.ZERO, true);
        try (MessageCarrier carrier = carrier()) {
            carrier.carry(in("{\"method\":\"slow\",\"id\":\"late\"}", "{\"method\":\"slow\"}"));
        }

        assertThat(told).singleElement().asString().contains("\"id\":\"late\"", "took too long");
    }
}
