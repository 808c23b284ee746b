package freehold.client;

import freehold.client.FreeholdException.ConnectionFailed;
import freehold.client.FreeholdException.Interrupted;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** Speaks to one server. Redirections are not followed, so that a key is shown to nobody else. */
final class Transport implements AutoCloseable {
    /** How long a server may be silent in what it should answer at once; it sends a comment each 10 s where it streams. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private static final String AGENT = "freehold-java/0.1.0";

    private final HttpClient http;
    private final Settings settings;

    /** An answer of success, read whole. */
    record Reply(int status, HttpHeaders headers, byte[] body) {}

    Transport(HttpClient http, Settings settings) {
        this.http = http;
        this.settings = settings;
    }

    /** The answer of a call that succeeded. */
    Reply ask(Call call, Retries retries) {
        for (int attempt = 1; ; attempt++) {
            try (Opened opened = open(call)) {
                return new Reply(opened.status(), opened.headers(), opened.whole());
            } catch (FreeholdException failure) {
                pause(retries.pauseAfter(attempt, failure));
            }
        }
    }

    /** An answer of success, whose body is to be read. */
    Opened open(Call call) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(settings.server() + call.path()))
                .method(call.method(), call.body())
                .timeout(SILENCE.plus(call.most()))
                .setHeader("User-Agent", AGENT)
                .setHeader("Accept", "application/json");
        settings.key().ifPresent(key -> request.setHeader("Authorization", "Bearer " + key));
        call.headers().forEach(request::setHeader);
        Opened opened = new Opened(send(request.build()), settings.server(), SILENCE);
        if (opened.status() / 100 == 2) {
            return opened;
        }
        try (opened) {
            throw ApiException.of(opened.status(), opened.headers(), opened.whole());
        }
    }

    /**
     * Opens a conversation.
     *
     * @param after the position of the last event that is known
     */
    Conversation converse(String path, long after) {
        URI address = URI.create(settings.server().replaceFirst("^http", "ws") + path + "?after=" + after);
        Inbox inbox = new Inbox(settings.server(), SILENCE);
        WebSocket.Builder socket = http.newWebSocketBuilder().connectTimeout(SILENCE);
        settings.key().ifPresent(key -> socket.header("Authorization", "Bearer " + key));
        socket.header("User-Agent", AGENT);
        try {
            return new Conversation(
                    settings.server(), socket.buildAsync(address, inbox).get(), inbox, after);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof WebSocketHandshakeException declined
                    ? declined(declined.getResponse())
                    : failed(settings.server(), failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Interrupted(interrupted);
        }
    }

    private static FreeholdException declined(HttpResponse<?> answer) {
        String body = answer.body() instanceof String text ? text : "";
        return ApiException.of(answer.statusCode(), answer.headers(), body.getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<Opened.Parts> send(HttpRequest request) {
        try {
            return http.send(request, head -> new Opened.Parts());
        } catch (IOException lost) {
            throw failed(settings.server(), lost);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Interrupted(interrupted);
        }
    }

    static ConnectionFailed failed(String server, Throwable cause) {
        String said =
                Optional.ofNullable(cause.getMessage()).orElse(cause.getClass().getSimpleName());
        return new ConnectionFailed("no answer from " + server + ": " + said, cause);
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Interrupted(interrupted);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
