package freehold.cli.run;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.remote.RemoteServer;
import freehold.cli.remote.Unreached;
import freehold.wire.client.EventJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * The events of an execution on a server, over as many answers as it takes: each event is told once. Only the event of the end ends it well, for
 * whoever misses a piece of output has to hear of it.
 */
final class EventFeed {
    private static final String SILENT = "it was silent for too long";

    private final HttpClient client;
    private final RemoteServer server;
    private final String id;
    private final Observer observer;
    private final Patience patience;
    private final Attempts attempts;
    private volatile long heardNanos;
    private long position;
    private String end = "";

    EventFeed(HttpClient client, RemoteServer server, String id, Observer observer, Patience patience) {
        this.client = client;
        this.server = server;
        this.id = id;
        this.observer = observer;
        this.patience = patience;
        this.attempts = new Attempts(patience);
    }

    /** That no more can be heard of an execution, and how to go on. */
    static Declined lost(String id, String why) {
        return new Declined(
                ExitStatus.UNAVAILABLE,
                "the server was lost while " + id + " ran: " + why + "; the execution may go on, and freehold attach "
                        + id + " comes back to it");
    }

    /** Tells all events, until the execution has ended; how, as the event of its end has it. */
    String follow() throws InterruptedException {
        for (Optional<String> why = broken(); why.isPresent(); why = broken()) {
            if (!attempts.again()) {
                throw lost(id, why.get());
            }
        }
        return end;
    }

    /** One answer to its end; why that is not the end of the execution, unless it is. */
    private Optional<String> broken() throws InterruptedException {
        long began = System.nanoTime();
        try {
            HttpResponse<InputStream> answer = client.send(request(), BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                if (answer.statusCode() == 200) {
                    return heard(body) ? Optional.empty() : Optional.of(silent() ? SILENT : "its events ended early");
                }
                Declined declined = server.declined(answer.statusCode(), body.readAllBytes());
                if (!RemoteServer.mayPass(answer.statusCode())) {
                    throw new Declined(
                            declined.status(), "the events of " + id + " are not told: " + declined.getMessage());
                }
                return Optional.of(String.valueOf(declined.getMessage()));
            }
        } catch (IOException failed) {
            return Optional.of(silent() ? SILENT : Unreached.why(server.address(), failed));
        } finally {
            if (heardNanos - began >= patience.most().toNanos()) {
                attempts.succeeded();
            }
        }
    }

    private HttpRequest request() {
        heardNanos = System.nanoTime();
        HttpRequest.Builder request = server.to("/v1/executions/" + id + "/events")
                .header("Accept", "text/event-stream")
                .timeout(patience.silence());
        return (position > 0 ? request.header("Last-Event-ID", Long.toString(position)) : request).build();
    }

    private boolean silent() {
        return System.nanoTime() - heardNanos >= patience.silence().toNanos();
    }

    /** Whether the last event was that of the end. */
    private boolean heard(InputStream body) throws IOException, InterruptedException {
        Thread watch = Thread.startVirtualThread(() -> closeWhenSilent(body));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            String event = "";
            Optional<Long> number = Optional.empty();
            StringBuilder data = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                heardNanos = System.nanoTime();
                if (line.startsWith("id:")) {
                    number = number(line.substring("id:".length()).strip());
                } else if (line.startsWith("event:")) {
                    event = line.substring("event:".length()).strip();
                } else if (line.startsWith("data:")) {
                    data.append(line.substring("data:".length()).stripLeading());
                } else if (line.isEmpty()) {
                    tell(new EventJson.Message(event, number, data.toString()));
                    if (event.equals("finished")) {
                        end = data.toString();
                        return true;
                    }
                    event = "";
                    number = Optional.empty();
                    data.setLength(0);
                }
            }
            return false;
        } finally {
            watch.interrupt();
            watch.join();
        }
    }

    private static Optional<Long> number(String text) {
        return text.matches("\\d{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    /** A connection whose other end vanished tells nothing of it, while a server that lives says something every few seconds. */
    private void closeWhenSilent(InputStream body) {
        try {
            while (!silent()) {
                Thread.sleep(patience.silence().minus(Duration.ofNanos(System.nanoTime() - heardNanos)));
            }
            body.close();
        } catch (InterruptedException | IOException _) {
            // it has ended by itself
        }
    }

    private void tell(EventJson.Message event) {
        if (event.id().isPresent()) {
            if (event.id().get() <= position) {
                return;
            }
            position = event.id().get();
            attempts.succeeded();
        }
        observer.heard(event);
    }
}
