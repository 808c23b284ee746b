package freehold.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The real server that the tests speak to. */
final class World {
    static final String SERVER = needed("FREEHOLD_SERVER");
    static final String KEY = needed("FREEHOLD_KEY");
    static final String NONE = "exe_" + "0".repeat(26);
    private static final Retries QUICK = new Retries(4, Duration.ofSeconds(2));

    private World() {}

    private static String needed(String name) {
        return Objects.requireNonNull(System.getenv(name), name + " is not set: run sdk/check, which starts a server");
    }

    static FreeholdClient client(String server) {
        return FreeholdClient.builder().server(server).key(KEY).retries(QUICK).build();
    }

    static FreeholdClient client() {
        return client(SERVER);
    }

    /** What stands between a client and the server does, one a request; then it only forwards. */
    sealed interface Fault {
        /** The request does not reach the server; this is the answer. */
        record Says(int status, Map<String, String> headers, String body) implements Fault {}

        /** The request reaches the server; the connection breaks after so many bytes of the answer's body. */
        record Cuts(int afterBytes) implements Fault {}

        /** The request reaches the server; the connection breaks before any answer. */
        record Loses() implements Fault {}
    }

    static Fault says(int status) {
        return new Fault.Says(status, Map.of(), "");
    }

    static Fault says(int status, String body) {
        return new Fault.Says(status, Map.of(), body);
    }

    static Fault saysLater(int status, int seconds) {
        return new Fault.Says(status, Map.of("Retry-After", Integer.toString(seconds)), "");
    }

    record Seen(String method, String path, Map<String, List<String>> headers) {
        List<String> header(String name) {
            return headers.getOrDefault(name, List.of());
        }
    }

    /** A proxy that breaks things. */
    static final class Between implements AutoCloseable {
        final Queue<Fault> faults = new ArrayDeque<>();
        final List<Seen> seen = Collections.synchronizedList(new ArrayList<>());
        private final HttpServer proxy;
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private final HttpClient upstream =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

        Between(Fault... some) throws IOException {
            faults.addAll(List.of(some));
            proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            proxy.createContext("/", this::handle);
            proxy.setExecutor(threads);
            proxy.start();
        }

        String address() {
            return "http://127.0.0.1:" + proxy.getAddress().getPort();
        }

        private void handle(HttpExchange exchange) throws IOException {
            try (exchange) {
                byte[] body = exchange.getRequestBody().readAllBytes();
                seen.add(new Seen(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().toString(),
                        Map.copyOf(exchange.getRequestHeaders())));
                Optional<Fault> fault;
                synchronized (faults) {
                    fault = Optional.ofNullable(faults.poll());
                }
                if (fault.isPresent() && fault.get() instanceof Fault.Says(int status, var headers, String text)) {
                    headers.forEach(exchange.getResponseHeaders()::set);
                    exchange.sendResponseHeaders(status, text.isEmpty() ? -1 : text.length());
                    exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
                    return;
                }
                forward(exchange, body, fault);
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
            }
        }

        private void forward(HttpExchange exchange, byte[] body, Optional<Fault> fault)
                throws IOException, InterruptedException {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create(SERVER + exchange.getRequestURI().toString()))
                    .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
            for (String name : List.of("Authorization", "Content-Type", "Idempotency-Key", "Last-Event-ID")) {
                Optional.ofNullable(exchange.getRequestHeaders().getFirst(name))
                        .ifPresent(value -> request.header(name, value));
            }
            HttpResponse<InputStream> answer =
                    upstream.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = answer.body()) {
                if (fault.isPresent() && fault.get() instanceof Fault.Loses) {
                    return;
                }
                long left = fault.isPresent() && fault.get() instanceof Fault.Cuts(int most) ? most : Long.MAX_VALUE;
                long length =
                        answer.headers().firstValueAsLong("Content-Length").orElse(0);
                exchange.sendResponseHeaders(answer.statusCode(), answer.statusCode() == 204 ? -1 : length);
                OutputStream out = exchange.getResponseBody();
                byte[] part = new byte[8192];
                while (left > 0) {
                    int count = in.read(part, 0, (int) Math.min(part.length, left));
                    if (count < 0) {
                        out.close();
                        return;
                    }
                    out.write(part, 0, count);
                    out.flush();
                    left -= count;
                }
            }
        }

        @Override
        public void close() {
            proxy.stop(0);
            threads.shutdownNow();
            upstream.shutdownNow();
        }
    }
}
