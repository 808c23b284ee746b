package freehold.cli.policy;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.wire.client.ProblemJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** The part of a server's API that is about policies. What the server declines ends the command with its sentence. */
final class PolicyServer implements AutoCloseable {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);
    private static final String PLACE = "/v1/policies";

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT_MAX)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final URI server;
    private final Optional<String> key;

    PolicyServer(URI server, Optional<String> key) {
        this.server = server;
        this.key = key;
    }

    byte[] get(String path) {
        return send("GET", path, "application/json", BodyPublishers.noBody());
    }

    void change(String method, String path) {
        send(method, path, "application/json", BodyPublishers.noBody());
    }

    byte[] send(String method, String path, DocumentFile document) {
        return send(method, path, document.mediaType(), BodyPublishers.ofByteArray(document.bytes()));
    }

    private byte[] send(String method, String path, String mediaType, BodyPublisher body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(PLACE + path))
                .timeout(ANSWER_MAX)
                .header("Content-Type", mediaType)
                .method(method, body);
        key.ifPresent(text -> request.header("Authorization", "Bearer " + text));
        try {
            HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
            if (answer.statusCode() / 100 != 2) {
                ProblemJson problem = ProblemJson.read(answer.statusCode(), answer.body());
                throw new Declined(
                        answer.statusCode() == 429 || answer.statusCode() >= 500
                                ? ExitStatus.UNAVAILABLE
                                : ExitStatus.USAGE,
                        problem.sentence());
            }
            return answer.body();
        } catch (IOException unreachable) {
            throw new Declined(
                    ExitStatus.UNAVAILABLE,
                    "the server at " + server + " cannot be reached: " + unreachable.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
