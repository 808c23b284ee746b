package freehold.cli.bench;

import freehold.execution.Content;
import freehold.execution.Request;
import freehold.wire.client.ExecutionJson;
import freehold.wire.client.RequestJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A server of our own, as {@code freehold up} starts it, on a free port of loopback and with a data folder that is thrown away. */
final class BenchServer implements AutoCloseable {
    private static final String READY = "Freehold is ready at ";
    private static final int STOP_SECONDS_MAX = 30;

    private final Process process;
    private final URI executions;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private BenchServer(Process process, URI address) {
        this.process = process;
        this.executions = address.resolve("/v1/executions?wait=60s");
    }

    static BenchServer start(String command, Path data) throws IOException {
        Process process = new ProcessBuilder(
                        command, "up", "--listen", "127.0.0.1:0", "--data", data.toString(), "--log-level", "warn")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = process.inputReader();
        String line = output.readLine();
        if (line == null || !line.startsWith(READY)) {
            process.destroy();
            throw new IOException("the server did not start");
        }
        return new BenchServer(process, URI.create(line.substring(READY.length())));
    }

    /**
     * One answer.
     *
     * @param nanos from sending the request to having the answer
     * @param warm whether a runtime that waited took the program
     */
    record Answer(long nanos, boolean warm) {}

    /** Runs a case once. */
    Answer once(BenchCase bench, int round) throws IOException {
        Request request = Request.ofSource(
                bench.runtime(),
                new Content.Inline(bench.sourceOf(round).getBytes(StandardCharsets.UTF_8)),
                List.of(),
                new Content.Inline(bench.stdin().getBytes(StandardCharsets.UTF_8)),
                Map.of());
        HttpRequest http = HttpRequest.newBuilder(executions)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(RequestJson.of(request)))
                .build();
        try {
            long began = System.nanoTime();
            HttpResponse<byte[]> answer = client.send(http, BodyHandlers.ofByteArray());
            long took = System.nanoTime() - began;
            String body = new String(answer.body(), StandardCharsets.UTF_8);
            if (answer.statusCode() != 200
                    || !ExecutionJson.read(answer.body()).verdict().equals(Optional.of("succeeded"))) {
                throw new IOException(bench.name() + " did not succeed: " + body);
            }
            return new Answer(took, body.contains("\"start\":\"warm\""));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
