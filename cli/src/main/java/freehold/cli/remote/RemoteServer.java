package freehold.cli.remote;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.wire.client.ProblemJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** A server and the key to it. */
public record RemoteServer(URI address, Optional<String> key) {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);
    private static final Duration ANSWER_MAX = Duration.ofMinutes(5);

    public RemoteServer {
        if (address.getScheme() == null || !address.getScheme().matches("https?") || address.getHost() == null) {
            throw new Declined(ExitStatus.USAGE, "--server: not the address of a server: " + address);
        }
    }

    /** A request to a path of it, with the key. */
    public HttpRequest.Builder to(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path));
        key.ifPresent(text -> request.header("Authorization", "Bearer " + text));
        return request;
    }

    /** A client for it. */
    public static HttpClient client() {
        return HttpClient.newBuilder()
                .connectTimeout(CONNECT_MAX)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    public byte[] get(String path) {
        return answer(to(path).GET());
    }

    public byte[] delete(String path) {
        return answer(to(path).DELETE());
    }

    /** Sends JSON by a method such as {@code POST} or {@code PATCH}. */
    public byte[] send(String method, String path, byte[] json) {
        return answer(
                to(path).header("Content-Type", "application/json").method(method, BodyPublishers.ofByteArray(json)));
    }

    private byte[] answer(HttpRequest.Builder request) {
        try (HttpClient client = client()) {
            HttpResponse<byte[]> answer =
                    client.send(request.timeout(ANSWER_MAX).build(), BodyHandlers.ofByteArray());
            int status = answer.statusCode();
            if (status >= 200 && status < 300) {
                return answer.body();
            }
            throw new Declined(
                    status == 429 || status >= 500 ? ExitStatus.UNAVAILABLE : ExitStatus.USAGE,
                    ProblemJson.read(status, answer.body()).sentence());
        } catch (IOException unreachable) {
            throw new Declined(
                    ExitStatus.UNAVAILABLE,
                    "the server at " + address + " cannot be reached: " + unreachable.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
