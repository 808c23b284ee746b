package freehold.cli.bench;

import freehold.execution.Content;
import freehold.execution.Request;
import freehold.runtime.Installed;
import freehold.wire.client.ExecutionJson;
import freehold.wire.client.RequestJson;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A server of our own, as {@code freehold up} starts it, on a free port of loopback and with a data folder that is thrown away. It is asked
 * by {@code ask}, as plain a client as {@code bare} is a parent: what it costs itself is in the figures.
 */
final class BenchServer implements AutoCloseable {
    private static final String READY = "Freehold is ready at ";
    private static final int STOP_SECONDS_MAX = 30;
    private static final int OK = 200;

    private final Process process;
    private final URI address;
    private final Path ask;

    private BenchServer(Process process, URI address, Path ask) {
        this.process = process;
        this.address = address;
        this.ask = ask;
    }

    static BenchServer start(String command, Path ask, Path data) throws IOException {
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
        return new BenchServer(process, URI.create(line.substring(READY.length())), ask);
    }

    /**
     * One answer.
     *
     * @param nanos from sending the request to having the answer
     * @param warm whether a runtime that waited took the program
     */
    record Answer(long nanos, boolean warm) {}

    /**
     * Runs a case once, by that very version.
     *
     * @param pause how long the connection lies still before
     */
    Answer once(BenchCase bench, Installed runtime, int round, Path directory, Duration pause) throws IOException {
        return ask(bench, write(bench, runtime, round, 1, directory), 1, pause).getFirst();
    }

    /** Runs a case so often, on so many connections at one time; the nanoseconds of all of it. */
    long together(BenchCase bench, Installed runtime, int firstRound, int times, int connections, Path directory)
            throws IOException {
        List<Path> requests = write(bench, runtime, firstRound, times, directory);
        long began = System.nanoTime();
        List<Answer> _ = ask(bench, requests, connections, Duration.ZERO);
        return System.nanoTime() - began;
    }

    private static List<Path> write(BenchCase bench, Installed runtime, int firstRound, int count, Path directory)
            throws IOException {
        List<Path> files = new ArrayList<>();
        for (int round = firstRound; round < firstRound + count; round++) {
            byte[] request = RequestJson.of(Request.ofSource(
                    runtime.pack().name() + "@" + runtime.digest(),
                    new Content.Inline(bench.sourceOf(round).getBytes(StandardCharsets.UTF_8)),
                    List.of(),
                    new Content.Inline(bench.stdin().getBytes(StandardCharsets.UTF_8)),
                    Map.of()));
            files.add(Files.write(directory.resolve("request-" + files.size()), request));
        }
        return files;
    }

    private List<Answer> ask(BenchCase bench, List<Path> requests, int connections, Duration pause) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(ask.toString(), "" + address.getPort(), "" + pause.toMillis(), "" + connections));
        requests.forEach(each -> command.add(each.toString()));
        Process client = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        client.getOutputStream().close();
        List<Answer> answers = new ArrayList<>();
        try (DataInputStream output = new DataInputStream(client.getInputStream())) {
            for (Path _ : requests) {
                answers.add(answer(bench, output));
            }
        }
        if (client.onExit().join().exitValue() != 0) {
            throw new IOException(bench.name() + ": " + ask.getFileName() + " failed");
        }
        return answers;
    }

    private static Answer answer(BenchCase bench, DataInputStream output) throws IOException {
        String[] head = line(output).split(" ");
        byte[] body = new byte[Integer.parseInt(head[2])];
        output.readFully(body);
        String text = new String(body, StandardCharsets.UTF_8);
        boolean isWell = Integer.parseInt(head[1]) == OK
                && ExecutionJson.read(body).verdict().equals(Optional.of("succeeded"));
        if (!isWell) {
            throw new IOException(bench.name() + " did not succeed: " + text);
        }
        return new Answer(Long.parseLong(head[0]), text.contains("\"start\":\"warm\""));
    }

    private static String line(DataInputStream output) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            for (byte next = output.readByte(); next != '\n'; next = output.readByte()) {
                line.write(next);
            }
        } catch (EOFException _) {
            throw new IOException("the client ended before its answers");
        }
        return line.toString(StandardCharsets.US_ASCII);
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
