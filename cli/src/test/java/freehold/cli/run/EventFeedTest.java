package freehold.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.remote.RemoteServer;
import freehold.execution.StepName;
import freehold.execution.WorkPath;
import freehold.wire.link.Stream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The events of an execution, from a server that answers as the test wants. */
@Timeout(60)
final class EventFeedTest {
    private static final String ID = "exe_1";
    private static final String FINISHED = "id: 9\nevent: finished\ndata: {}\n\n";

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final StringBuilder output = new StringBuilder();
    private final CountDownLatch released = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Thread::startVirtualThread);
        server.start();
    }

    @AfterEach
    void close() {
        released.countDown();
        server.stop(0);
        client.shutdownNow();
    }

    /** What one request for the events is answered with. */
    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private static Answer events(String text) {
        return exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
        };
    }

    private static Answer cut(String text) {
        return exchange -> {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length + 1_000);
            exchange.getResponseBody().write(bytes);
            exchange.getResponseBody().flush();
        };
    }

    private static Answer status(int status) {
        return exchange -> exchange.sendResponseHeaders(status, -1);
    }

    private Answer silent(String text) {
        return exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            try {
                released.await();
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
        };
    }

    private static String wrote(int number, String text) {
        return "id: " + number + "\nevent: stdout\ndata: {\"step\": \"run\", \"text\": \"" + text + "\"}\n\n";
    }

    /** The last of them is the answer to all that is asked afterwards. */
    private void answers(Answer... answers) {
        AtomicInteger next = new AtomicInteger();
        server.createContext("/v1/executions/" + ID + "/events", exchange -> {
            try (exchange) {
                asked.add(String.valueOf(exchange.getRequestHeaders().getFirst("Last-Event-ID")));
                answers[Math.min(next.getAndIncrement(), answers.length - 1)].to(exchange);
            }
        });
    }

    private RemoteServer remote() {
        return new RemoteServer(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), Optional.empty());
    }

    private static Patience patience(Duration silence) {
        return new Patience(silence, 3, Duration.ofMillis(1), Duration.ofSeconds(30));
    }

    private void follow(Duration silence) throws InterruptedException {
        new EventFeed(client, remote(), ID, new Heard(), patience(silence)).follow();
    }

    private Declined declined() {
        return catchThrowableOfType(Declined.class, () -> follow(Duration.ofSeconds(20)));
    }

    @Test
    void output_that_comes_after_a_break_is_told_and_each_event_once() throws Exception {
        answers(
                cut(wrote(6, "one ") + wrote(7, "two ")),
                status(503),
                events(": events\n\n"),
                events(wrote(7, "two ") + wrote(8, "three") + FINISHED));

        follow(Duration.ofSeconds(20));

        assertThat(output).hasToString("one two three");
        assertThat(asked).containsExactly("null", "7", "7", "7");
    }

    @Test
    void a_server_that_says_nothing_any_more_is_left_for_the_next_connection() throws Exception {
        answers(silent(wrote(6, "one ")), events(wrote(7, "two") + FINISHED));

        follow(Duration.ofSeconds(3));

        assertThat(output).hasToString("one two");
        assertThat(asked).containsExactly("null", "6");
    }

    @Test
    void one_that_is_silent_each_time_is_given_up() {
        answers(silent(": events\n\n"));

        Declined declined = catchThrowableOfType(Declined.class, () -> follow(Duration.ofSeconds(1)));

        assertThat(declined.status()).isEqualTo(ExitStatus.UNAVAILABLE);
        assertThat(declined).hasMessageContaining("it was silent for too long");
    }

    @Test
    void events_that_end_before_the_execution_are_never_taken_for_its_end() {
        answers(events(wrote(6, "one")), events(""));

        Declined declined = declined();

        assertThat(declined.status()).isEqualTo(ExitStatus.UNAVAILABLE);
        assertThat(declined)
                .hasMessageContaining(ID + " ran: its events ended early")
                .hasMessageContaining("freehold attach " + ID);
        assertThat(asked).containsExactly("null", "6", "6", "6");
    }

    @Test
    void a_server_that_cannot_tell_them_now_is_asked_a_few_times_and_then_given_up() {
        answers(status(500));

        Declined declined = declined();

        assertThat(declined.status()).isEqualTo(ExitStatus.UNAVAILABLE);
        assertThat(declined).hasMessageContaining("freehold attach " + ID);
        assertThat(asked).hasSize(4);
    }

    @Test
    void a_server_that_will_not_tell_them_is_asked_once() {
        answers(status(403));

        Declined declined = declined();

        assertThat(declined.status()).isEqualTo(ExitStatus.USAGE);
        assertThat(declined).hasMessageContaining("the events of " + ID);
        assertThat(asked).hasSize(1);
    }

    @Test
    void whoever_loses_the_server_hears_which_execution_goes_on_there() {
        RemoteServer remote = remote();
        server.stop(0);

        try (ServerRun run = new ServerRun(remote, patience(Duration.ofSeconds(20)))) {
            Declined declined = catchThrowableOfType(Declined.class, () -> run.end(ID, Optional.empty()));

            assertThat(declined.status()).isEqualTo(ExitStatus.UNAVAILABLE);
            assertThat(declined).hasMessageContaining("nobody listens there", "freehold attach " + ID);
        }
    }

    /** Keeps what the program wrote. */
    private final class Heard implements Observer {
        @Override
        public void output(StepName step, Stream stream, byte[] bytes) {
            output.append(new String(bytes, StandardCharsets.UTF_8));
        }

        @Override
        public void artifact(WorkPath path, InputStream bytes) {}

        @Override
        public void notice(String sentence) {}
    }
}
