package freehold.cli.mcp;

import freehold.cli.remote.RemoteServer;
import freehold.cli.remote.Unreached;
import freehold.wire.rpc.Envelope;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Carries messages, one a line, to a server's {@code /mcp} and its answers back. Each is on its own way, so that a call that takes long holds no
 * other up, not even the one that takes it back. What was read before the agent closed its end is answered before this is over.
 */
final class MessageCarrier implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int AT_ONE_TIME_MAX = 32;
    private static final int LINE_MAX = 16 << 20;
    private static final int SERVER_ERROR = -32_000;
    private static final int SHOWN_MAX = 500;
    private static final String SESSION = "Mcp-Session-Id";

    private final HttpClient client;
    private final ExecutorService ways = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore free = new Semaphore(AT_ONE_TIME_MAX);
    private final URI endpoint;
    private final RemoteServer server;
    private final PrintStream out; // guarded by this
    private final Agent agent;
    private volatile Optional<String> session = Optional.empty();

    /** The one who asks, once it asks nothing more. */
    interface Agent {
        /** How long it may have to wait for its last answers. */
        Duration patience();

        /** Whether it can still hear them: what it asked for is of no use when it is gone. */
        boolean hears();
    }

    MessageCarrier(RemoteServer server, PrintStream out, Agent agent) {
        this.server = server;
        this.client = server.client();
        this.agent = agent;
        String base = server.address().toString().replaceFirst("/+$", "");
        this.endpoint = URI.create(base.endsWith("/mcp") ? base : base + "/mcp");
        this.out = out;
    }

    /** Until there is no more to read, and all is answered that was. */
    void carry(InputStream in) throws InterruptedException {
        for (Optional<byte[]> line = line(in); line.isPresent(); line = line(in)) {
            byte[] message = line.get();
            if (message.length > 0) {
                free.acquire();
                ways.execute(() -> {
                    try {
                        pass(message);
                    } finally {
                        free.release();
                    }
                });
            }
        }
        awaitAnswers();
    }

    private void awaitAnswers() throws InterruptedException {
        long begun = System.nanoTime();
        while (!free.tryAcquire(AT_ONE_TIME_MAX, LOOK.toNanos(), TimeUnit.NANOSECONDS)) {
            if (!agent.hears() || System.nanoTime() - begun > agent.patience().toNanos()) {
                return;
            }
        }
        free.release(AT_ONE_TIME_MAX);
    }

    /** Empty at the end; a line that is too long is as one that cannot be read. */
    private static Optional<byte[]> line(InputStream in) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            int each = in.read();
            if (each < 0) {
                return Optional.empty();
            }
            for (; each >= 0 && each != '\n'; each = in.read()) {
                if (line.size() < LINE_MAX) {
                    line.write(each);
                }
            }
            return Optional.of(line.toString(StandardCharsets.UTF_8).strip().getBytes(StandardCharsets.UTF_8));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void pass(byte[] message) {
        Envelope envelope = Envelope.read(message);
        try {
            HttpResponse<InputStream> answer = client.send(request(message), BodyHandlers.ofInputStream());
            answer.headers().firstValue(SESSION).ifPresent(name -> session = Optional.of(name));
            try (InputStream body = answer.body()) {
                tell(envelope, answer, body);
            }
        } catch (IOException unreachable) {
            fail(envelope, "the server at " + endpoint + " cannot be reached: " + Unreached.why(endpoint, unreachable));
        } catch (InterruptedException closing) {
            fail(envelope, "the server took too long to answer what was asked last");
            Thread.currentThread().interrupt();
        } catch (RuntimeException broken) {
            // an agent waits for each answer; and not in its own words, for those may repeat what was sent, the key too
            fail(envelope, "the message was not passed on: " + broken.getClass().getName());
        }
    }

    private HttpRequest request(byte[] message) {
        HttpRequest.Builder request = server.to(endpoint.toString())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofByteArray(message));
        session.ifPresent(name -> request.header(SESSION, name));
        return request.build();
    }

    private void tell(Envelope envelope, HttpResponse<InputStream> answer, InputStream body) throws IOException {
        String type = answer.headers().firstValue("Content-Type").orElse("");
        if (answer.statusCode() == 200 && type.startsWith("text/event-stream")) {
            events(body);
            return;
        }
        String text = new String(body.readAllBytes(), StandardCharsets.UTF_8).strip();
        boolean isMessage = type.startsWith("application/json") && text.startsWith("{") && text.contains("\"jsonrpc\"");
        if (isMessage) {
            say(text);
        } else if (answer.statusCode() >= 300) {
            String shown = text.substring(0, Math.min(SHOWN_MAX, text.length()));
            fail(envelope, "the server answered " + answer.statusCode() + ": " + shown);
        }
    }

    private void events(InputStream body) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        StringBuilder data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("data:")) {
                data.append(line.substring("data:".length()).strip());
            } else if (line.isEmpty() && !data.isEmpty()) {
                say(data.toString());
                data.setLength(0);
            }
        }
    }

    private void fail(Envelope envelope, String why) {
        envelope.failure(SERVER_ERROR, why).ifPresent(this::say);
    }

    private synchronized void say(String message) {
        out.print(message.replace('\n', ' ').replace('\r', ' ') + "\n");
        out.flush();
    }

    @Override
    public void close() {
        ways.shutdownNow();
        ways.close();
        client.shutdownNow();
        client.close();
    }
}
