package freehold.cli.run;

import freehold.cell.Signal;
import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.remote.RemoteServer;
import freehold.cli.remote.Unreached;
import freehold.execution.Request;
import freehold.execution.Verdict;
import freehold.execution.WorkPath;
import freehold.quantity.Bytes;
import freehold.wire.client.ExecutionJson;
import freehold.wire.client.RequestJson;
import freehold.wire.link.Speech;
import java.io.IOException;
import java.io.InputStream;
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
    /** A large request takes its time to be sent. */
    private static final Duration ANSWER_MAX = Duration.ofMinutes(5);

    private static final Duration WAIT = Duration.ofSeconds(30);

    private final HttpClient client;
    private final RemoteServer server;
    private final Patience patience;
    private final AtomicReference<Optional<String>> accepted = new AtomicReference<>(Optional.empty());
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final AtomicBoolean asked = new AtomicBoolean();
    private final CompletableFuture<Attachment> attachment = new CompletableFuture<>();

    ServerRun(RemoteServer server) {
        this(server, Patience.USUAL);
    }

    ServerRun(RemoteServer server, Patience patience) {
        this.server = server;
        this.client = server.client();
        this.patience = patience;
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
                    : Optional.of(new EventFeed(client, server, id, observer, patience).follow());
            return ended(id, told, artifact -> fetch(id, artifact, observer));
        } catch (IOException unreachable) {
            throw lost(accepted.get(), unreachable);
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
            throw lost(Optional.of(id), unreachable);
        }
    }

    private Declined lost(Optional<String> id, IOException failure) {
        return id.map(each -> EventFeed.lost(each, Unreached.why(server.address(), failure)))
                .orElseGet(() -> server.unreachable(failure));
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
        Attempts attempts = new Attempts(patience);
        while (true) {
            HttpResponse<byte[]> answer = seen(id, attempts);
            if (answer.statusCode() != 200) {
                return refused(answer);
            }
            attempts.succeeded();
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

    /** A server may be started again meanwhile. */
    private HttpResponse<byte[]> seen(String id, Attempts attempts) throws IOException, InterruptedException {
        while (true) {
            try {
                HttpResponse<byte[]> answer = client.send(
                        to("/v1/executions/" + id + "?wait=" + WAIT.toSeconds() + "s")
                                .timeout(WAIT.plus(patience.silence()))
                                .build(),
                        BodyHandlers.ofByteArray());
                if (!RemoteServer.mayPass(answer.statusCode()) || !attempts.again()) {
                    return answer;
                }
            } catch (IOException broken) {
                if (!attempts.again()) {
                    throw broken;
                }
            }
        }
    }

    private void fetch(String id, ExecutionJson.Artifact artifact, Observer observer) throws InterruptedException {
        try {
            fetch(artifact, observer);
        } catch (IOException broken) {
            throw new Declined(
                    ExitStatus.UNAVAILABLE,
                    id + " has ended, and what it left could not be fetched: " + Unreached.why(server.address(), broken)
                            + "; freehold execution show " + id + " tells how it ended, and freehold execution save "
                            + id
                            + " fetches its files");
        }
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
                step.signal().map(name -> Signal.numberOf(name).orElse(0)).orElse(0),
                millis(step.cpuMillis()),
                millis(step.wallMillis()),
                new Bytes(step.memoryPeakBytes()));
    }

    private static Duration millis(double count) {
        return Duration.ofNanos(Math.round(count * 1e6));
    }

    private Ended refused(HttpResponse<byte[]> answer) {
        Declined declined = server.declined(answer.statusCode(), answer.body());
        return new Ended.Refused(declined.status(), String.valueOf(declined.getMessage()));
    }

    private HttpRequest.Builder to(String path) {
        return server.to(path).timeout(ANSWER_MAX);
    }

    @Override
    public void cancel() {
        cancelled.set(true);
        accepted.get().filter(_ -> asked.compareAndSet(false, true)).ifPresent(id -> {
            try {
                HttpResponse<Void> answer = client.send(
                        to("/v1/executions/" + id + "/cancel")
                                .timeout(patience.silence())
                                .POST(BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.discarding());
                if (RemoteServer.mayPass(answer.statusCode())) {
                    asked.set(false);
                }
            } catch (IOException _) {
                asked.set(false); // a server that is gone has cancelled it already; one that comes back has not
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
