package freehold.cli.run;

import freehold.cell.Signal;
import freehold.cli.Declined;
import freehold.cli.remote.RemoteServer;
import freehold.execution.Request;
import freehold.execution.StepName;
import freehold.execution.Verdict;
import freehold.execution.WorkPath;
import freehold.quantity.Bytes;
import freehold.wire.client.EventJson;
import freehold.wire.client.ExecutionJson;
import freehold.wire.client.RequestJson;
import freehold.wire.link.Speech;
import freehold.wire.link.Stream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Runs a program on a server, by its HTTP API: accepted at once, followed by its events, then read. */
final class ServerRun implements Runner {
    private final HttpClient client = RemoteServer.client();
    private final RemoteServer server;
    private final AtomicReference<Optional<String>> accepted = new AtomicReference<>(Optional.empty());
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final CompletableFuture<Attachment> attachment = new CompletableFuture<>();

    ServerRun(RemoteServer server) {
        this.server = server;
    }

    @Override
    public Ended run(Request request, Observer observer) {
        try {
            HttpResponse<byte[]> answer = client.send(
                    to("/v1/executions?wait=0s")
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofByteArray(RequestJson.of(request)))
                            .build(),
                    BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200 && answer.statusCode() != 202) {
                return refused(answer);
            }
            String id = ExecutionJson.read(server.json(answer.body())).id();
            accepted.set(Optional.of(id));
            if (cancelled.get()) {
                cancel();
            }
            Optional<String> told = request.dialogue().isOne()
                    ? attach(id, observer, Optional::empty).await()
                    : follow(id, observer);
            return ended(id, told, artifact -> fetch(artifact, observer));
        } catch (IOException unreachable) {
            throw server.unreachable(unreachable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /**
     * Begins to talk to an execution.
     *
     * @param greeting what is said to it at once
     */
    Attachment attach(String id, Observer observer, Supplier<Optional<Speech>> greeting) {
        Attachment opened = Attachment.open(client, server, id, observer, greeting, Patience.USUAL);
        attachment.complete(opened);
        return opened;
    }

    @Override
    public void say(Speech speech) throws InterruptedException {
        attachment.join().say(speech);
    }

    /** Leaves the conversation, once it is open; the program goes on. */
    void leave() {
        attachment.join().leave();
    }

    /**
     * The end of an execution; waits for it. What it left stays on the server.
     *
     * @param told the execution as the event of its end had it, if that came: the server may be gone since
     */
    Ended end(String id, Optional<String> told) throws InterruptedException {
        try {
            return ended(id, told, _ -> {});
        } catch (IOException unreachable) {
            throw server.unreachable(unreachable);
        }
    }

    /** Reads the events to their end, which comes when the execution has finished, and brings it along. */
    private Optional<String> follow(String id, Observer observer) throws IOException, InterruptedException {
        HttpResponse<InputStream> events = client.send(
                to("/v1/executions/" + id + "/events")
                        .header("Accept", "text/event-stream")
                        .build(),
                BodyHandlers.ofInputStream());
        if (events.statusCode() != 200) {
            return Optional.empty();
        }
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(events.body(), StandardCharsets.UTF_8))) {
            String event = "";
            StringBuilder data = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event:")) {
                    event = line.substring("event:".length()).strip();
                } else if (line.startsWith("data:")) {
                    data.append(line.substring("data:".length()).stripLeading());
                } else if (line.isEmpty()) {
                    if (event.equals("finished")) {
                        return Optional.of(data.toString());
                    }
                    tell(event, data.toString(), observer);
                    data.setLength(0);
                }
            }
        }
        return Optional.empty();
    }

    private static void tell(String event, String data, Observer observer) {
        if (event.equals("stdout") || event.equals("stderr")) {
            EventJson.Output output = EventJson.output(data);
            observer.output(
                    output.step().equals(Optional.of("build")) ? StepName.BUILD : StepName.RUN,
                    event.equals("stdout") ? Stream.STDOUT : Stream.STDERR,
                    output.bytes());
        }
    }

    /** What is done with each file that was collected. */
    private interface Files {
        void take(ExecutionJson.Artifact artifact) throws IOException, InterruptedException;
    }

    private Ended ended(String id, Optional<String> told, Files files) throws IOException, InterruptedException {
        byte[] last = told.orElse("").getBytes(StandardCharsets.UTF_8);
        Optional<ExecutionJson.Seen> known = ExecutionJson.ended(last);
        if (known.isPresent()) {
            return ended(known.get(), last, files);
        }
        while (true) {
            HttpResponse<byte[]> answer =
                    client.send(to("/v1/executions/" + id + "?wait=30s").build(), BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                return refused(answer);
            }
            ExecutionJson.Seen seen = ExecutionJson.read(answer.body());
            if (seen.verdict().isPresent()) {
                return ended(seen, answer.body(), files);
            }
        }
    }

    private static Ended ended(ExecutionJson.Seen seen, byte[] json, Files files)
            throws IOException, InterruptedException {
        for (ExecutionJson.Artifact artifact : seen.artifacts()) {
            files.take(artifact);
        }
        return new Ended.Finished(summary(seen, seen.verdict().orElseThrow()), json);
    }

    private void fetch(ExecutionJson.Artifact artifact, Observer observer) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = client.send(to(artifact.href()).build(), BodyHandlers.ofInputStream());
        try (InputStream bytes = answer.body()) {
            if (answer.statusCode() != 200 || WorkPath.fault(artifact.path()).isPresent()) {
                throw new IOException("the artifact " + artifact.path() + " was not handed out");
            }
            observer.artifact(new WorkPath(artifact.path()), bytes);
        }
    }

    private static Summary summary(ExecutionJson.Seen seen, String verdict) {
        return new Summary(
                Verdict.valueOf(verdict.toUpperCase(Locale.ROOT)),
                seen.explanation(),
                seen.last().map(ServerRun::step),
                seen.runtimeName() + " " + seen.runtimeVersion(),
                seen.tier());
    }

    private static Summary.Step step(ExecutionJson.Step step) {
        return new Summary.Step(
                step.exitCode().orElse(0),
                step.signal(),
                step.signal().map(ServerRun::number).orElse(0),
                millis(step.cpuMillis()),
                millis(step.wallMillis()),
                new Bytes(step.memoryPeakBytes()));
    }

    private static int number(String signal) {
        for (Signal known : Signal.values()) {
            if (known.name().equals(signal)) {
                return known.number();
            }
        }
        return 0;
    }

    private static Duration millis(double count) {
        return Duration.ofNanos(Math.round(count * 1e6));
    }

    private Ended refused(HttpResponse<byte[]> answer) {
        Declined declined = server.declined(answer.statusCode(), answer.body());
        return new Ended.Refused(declined.status(), String.valueOf(declined.getMessage()));
    }

    private HttpRequest.Builder to(String path) {
        return server.to(path);
    }

    @Override
    public void cancel() {
        cancelled.set(true);
        accepted.get().ifPresent(id -> {
            try {
                HttpResponse<Void> _ = client.send(
                        to("/v1/executions/" + id + "/cancel")
                                .POST(BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.discarding());
            } catch (IOException _) {
                // a server that is gone has cancelled it already
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
