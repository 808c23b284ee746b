package freehold.control.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import freehold.control.telemetry.TraceContext;
import freehold.control.telemetry.Tracing;
import freehold.control.world.World;
import freehold.control.world.World.Recipe;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A request over HTTP becomes spans, which a collector of our own takes. Strings and ids stand in their messages as they are. */
@Timeout(60)
final class OtlpTracingTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00-" + TRACE + "-00f067aa0ba902b7-01";
    private static final String PROGRAM = "{\"runtime\": \"python\", \"source\": \"echo a-canary\"}";

    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    private HttpServer collector;

    @BeforeEach
    void listen() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            synchronized (received) {
                received.write(exchange.getRequestBody().readAllBytes());
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
    }

    @AfterEach
    void stop() {
        collector.stop(0);
    }

    private Tracing tracing(double share) {
        return new OtlpTracing(
                URI.create("http://127.0.0.1:" + collector.getAddress().getPort() + "/"), share, "test");
    }

    private String text() {
        synchronized (received) {
            return received.toString(StandardCharsets.ISO_8859_1);
        }
    }

    private static String bytes(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    }

    @Test
    void an_execution_and_its_request_belong_to_the_trace_of_the_caller() throws Exception {
        HttpResponse<String> answer;
        try (Tracing tracing = tracing(0);
                World world = new World(folder, Recipe.USUAL.tracing(tracing))) {
            answer = world.send(world.json("/v1/executions", PROGRAM).header(TraceContext.HEADER, CALLER));
        }

        TraceContext answered = TraceContext.parse(
                        answer.headers().firstValue(TraceContext.HEADER).orElseThrow())
                .orElseThrow();
        assertThat(answered.trace()).isEqualTo(TRACE);
        assertThat(text())
                .contains(
                        bytes(TRACE),
                        bytes(answered.span()),
                        "POST /v1/executions",
                        "execution python",
                        "run",
                        "succeeded");
    }

    @Test
    void nothing_that_a_program_was_given_or_wrote_is_in_a_span() throws Exception {
        try (Tracing tracing = tracing(1);
                World world = new World(folder, Recipe.USUAL.tracing(tracing))) {
            world.post("/v1/executions", PROGRAM);
        }

        assertThat(text()).contains("execution python").doesNotContain("a-canary");
    }

    @Test
    void a_trace_that_is_not_kept_is_not_sent() throws Exception {
        try (Tracing tracing = tracing(0);
                World world = new World(folder, Recipe.USUAL.tracing(tracing))) {
            HttpResponse<String> answer = world.post("/v1/executions", PROGRAM);

            assertThat(answer.headers().firstValue(TraceContext.HEADER).orElseThrow())
                    .endsWith("-00");
        }
        assertThat(text()).isEmpty();
    }

    @Test
    void a_collector_that_is_away_holds_nobody_up() throws Exception {
        collector.stop(0);
        try (Tracing tracing = tracing(1);
                World world = new World(folder, Recipe.USUAL.tracing(tracing))) {
            assertThat(world.post("/v1/executions", PROGRAM).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_scraper_that_understands_them_is_given_exemplars() throws Exception {
        try (Tracing tracing = tracing(1);
                World world = new World(folder, Recipe.USUAL.tracing(tracing))) {
            world.send(world.json("/v1/executions", PROGRAM).header(TraceContext.HEADER, CALLER));

            HttpResponse<String> page = world.sendUnchecked(java.net.http.HttpRequest.newBuilder(world.at("/metrics"))
                    .header("Accept", "application/openmetrics-text; version=1.0.0"));

            assertThat(page.body()).contains("trace_id=\"" + TRACE + "\"").endsWith("# EOF\n");
            assertThat(page.body().lines().filter(line -> line.contains(" # {")))
                    .as("a scraper reads no page that has exemplars elsewhere")
                    .allMatch(line -> line.substring(0, line.indexOf('{')).matches(".*_(bucket|total)"));
        }
    }

    @Test
    void without_a_collector_the_context_of_a_caller_is_handed_through() throws Exception {
        try (World world = new World(folder)) {
            HttpResponse<String> answer =
                    world.send(world.json("/v1/executions", PROGRAM).header(TraceContext.HEADER, CALLER));

            assertThat(answer.headers().firstValue(TraceContext.HEADER)).contains(CALLER);
        }
    }
}
