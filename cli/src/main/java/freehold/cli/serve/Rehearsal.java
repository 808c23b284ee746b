package freehold.cli.serve;

import freehold.control.tenancy.KeySecret;
import freehold.runtime.Catalogue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The same executions again and again, asked of a server over HTTP: what the JVM learns from it, which classes there are and which methods
 * to compile, makes the first executions of users as fast as later ones.
 */
final class Rehearsal {
    /** In every Debian and quickly looked at; and what Freehold itself was built with, so that it is there too. */
    static final Map<String, String> SOURCES = Map.of("sh", "echo rehearsed", "c", "int main(void) { return 0; }");

    /** Until cells are taken from the pool, builds from their cache, and the methods on the way are compiled. */
    static final int ROUNDS = 100;

    private final HttpRequest ready;
    private final List<HttpRequest> requests;

    /**
     * Nothing is asked yet.
     *
     * @param key the secret of a key, where the server wants one
     */
    Rehearsal(int port, Catalogue catalogue, Optional<KeySecret> key) {
        URI executions = URI.create("http://127.0.0.1:" + port + "/v1/executions");
        this.ready = HttpRequest.newBuilder(executions.resolve("/readyz")).build();
        this.requests = catalogue.installed().stream()
                .map(installed -> installed.pack().name())
                .distinct()
                .filter(SOURCES::containsKey)
                .map(runtime -> request(executions, runtime, Objects.requireNonNull(SOURCES.get(runtime)), key))
                .toList();
    }

    /**
     * Asks for all of them, {@link #ROUNDS} times.
     *
     * @param on asked before each; the first no is the end
     * @throws IllegalStateException if an execution did not succeed
     */
    void play(BooleanSupplier on) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            client.send(ready, BodyHandlers.discarding()); // as whoever waits for a start does
            for (int round = 0; round < ROUNDS; round++) {
                for (HttpRequest request : requests) {
                    if (!on.getAsBoolean()) {
                        return;
                    }
                    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
                    if (!answer.body().contains("succeeded")) {
                        throw new IllegalStateException("the rehearsal failed: " + answer.body());
                    }
                }
            }
        }
    }

    private static HttpRequest request(URI executions, String runtime, String source, Optional<KeySecret> key) {
        HttpRequest.Builder request = HttpRequest.newBuilder(executions)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"runtime\":\"" + runtime + "\",\"source\":\"" + source + "\"}"));
        key.ifPresent(secret -> request.header("Authorization", "Bearer " + secret.value()));
        return request.build();
    }
}
