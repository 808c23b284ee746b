package freehold.cli.remote;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** A server on a free port of loopback that says what a test wants, and remembers what it was asked. */
public final class ScriptedServer implements AutoCloseable {
    /** Method, address and body of each request, in their order. */
    public final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    private final HttpServer server;

    public ScriptedServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4);
        } catch (IOException other) {
            throw new UncheckedIOException(other);
        }
        server.start();
    }

    /** For {@code --server}. */
    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Answers JSON to what is asked for at a path or below it; the rest is 404. */
    public void answer(String path, int status, Function<URI, String> json) {
        server.createContext(path, exchange -> {
            try (exchange) {
                URI address = exchange.getRequestURI();
                asked.add(exchange.getRequestMethod() + " " + address + " "
                        + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                byte[] body = json.apply(address).getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
            }
        });
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
