package freehold.cli.remote;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.wire.client.ProblemJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options by which a command finds its server, and one question to it at a time. */
public final class Remote {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);

    @Option(
            names = "--server",
            paramLabel = "URL",
            defaultValue = "${env:FREEHOLD_SERVER:-http://127.0.0.1:8080}",
            description = "The server (default: http://127.0.0.1:8080, or FREEHOLD_SERVER).")
    private URI server = URI.create("");

    @Option(
            names = "--key",
            paramLabel = "KEY",
            defaultValue = "${env:FREEHOLD_KEY:-}",
            description = "The API key, fh_… (default: FREEHOLD_KEY).")
    private String key = "";

    /** The body of an answer; closed by whoever reads it. */
    public InputStream get(String path, String accept) {
        return ask(request(path).header("Accept", accept).GET().build());
    }

    /** The same, for what changes something. */
    public InputStream post(String path) {
        return ask(request(path).POST(BodyPublishers.noBody()).build());
    }

    private HttpRequest.Builder request(String path) {
        if (server.getScheme() == null || !server.getScheme().matches("https?") || server.getHost() == null) {
            throw new Declined(ExitStatus.USAGE, "--server: not the address of a server: " + server);
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path));
        return key.isEmpty() ? request : request.header("Authorization", "Bearer " + key);
    }

    private InputStream ask(HttpRequest request) {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(CONNECT_MAX)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        try {
            HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
            if (answer.statusCode() / 100 == 2) {
                return answer.body();
            }
            try (InputStream body = answer.body()) {
                ProblemJson problem = ProblemJson.read(answer.statusCode(), body.readAllBytes());
                boolean later = answer.statusCode() == 429
                        || answer.statusCode() >= 500
                        || problem.slug().equals("runtime-missing");
                throw new Declined(later ? ExitStatus.UNAVAILABLE : ExitStatus.USAGE, problem.sentence());
            }
        } catch (IOException unreachable) {
            throw new Declined(
                    ExitStatus.UNAVAILABLE,
                    "the server at " + server + " cannot be reached: "
                            + Optional.ofNullable(unreachable.getMessage()).orElse("nobody listens there"));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
