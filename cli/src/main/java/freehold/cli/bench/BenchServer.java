package freehold.cli.bench;

import freehold.execution.Content;
import freehold.execution.Request;
import freehold.runtime.Installed;
import freehold.wire.client.ExecutionJson;
import freehold.wire.client.RequestJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
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
    private final URL executions;

    private BenchServer(Process process, URI address) throws IOException {
        this.process = process;
        this.executions = address.resolve("/v1/executions?wait=60s").toURL();
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

    /** Runs a case once, by that very version. The plainest client of the JDK: what it costs itself is in the figure. */
    Answer once(BenchCase bench, Installed runtime, int round) throws IOException {
        byte[] request = RequestJson.of(Request.ofSource(
                runtime.pack().name() + "@" + runtime.digest(),
                new Content.Inline(bench.sourceOf(round).getBytes(StandardCharsets.UTF_8)),
                List.of(),
                new Content.Inline(bench.stdin().getBytes(StandardCharsets.UTF_8)),
                Map.of()));
        long began = System.nanoTime();
        HttpURLConnection connection = (HttpURLConnection) executions.openConnection();
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(request.length);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(request);
        }
        boolean isWell = connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        byte[] answer;
        try (InputStream in = isWell ? connection.getInputStream() : connection.getErrorStream()) {
            answer = in.readAllBytes();
        }
        long took = System.nanoTime() - began;
        String body = new String(answer, StandardCharsets.UTF_8);
        if (!isWell || !ExecutionJson.read(answer).verdict().equals(Optional.of("succeeded"))) {
            throw new IOException(bench.name() + " did not succeed: " + body);
        }
        return new Answer(took, body.contains("\"start\":\"warm\""));
    }

    @Override
    public void close() {
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
