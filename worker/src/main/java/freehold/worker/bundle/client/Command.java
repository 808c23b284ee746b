package freehold.worker.bundle.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * A program that is run with an argument list, in a directory, with nothing on standard input. Its environment is the operator's own
 * (proxies, credentials of mirrors) and {@code environment} on top.
 *
 * @param limit after which it is killed
 */
public record Command(List<String> argv, Path directory, Map<String, String> environment, Duration limit) {
    /** What is kept of each of its outputs; the rest is read and dropped. */
    private static final int OUTPUT_MAX = 64 << 20;

    private static final int LAST_WORDS = 600;

    public Command {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
    }

    /** What it said, and how it ended. */
    public record Output(int status, String stdout, String stderr) {
        /** The end of what it said, for a person who must find out why. */
        public String lastWords() {
            String said = (stderr.isBlank() ? stdout : stderr).strip();
            return said.length() <= LAST_WORDS ? said : "…" + said.substring(said.length() - LAST_WORDS);
        }
    }

    /** Takes what a program writes. */
    public interface Reader {
        void read(InputStream stdout) throws IOException;
    }

    /**
     * Runs it to its end.
     *
     * @throws FetchFailed if it cannot be started or takes longer than its limit
     */
    public Output run() throws IOException {
        StringBuilder kept = new StringBuilder();
        Output output = run(stdout -> kept.append(text(stdout)));
        return new Output(output.status(), kept.toString(), output.stderr());
    }

    /** Runs it to its end and hands its standard output to a reader. If the reader fails, the program is killed. */
    public Output run(Reader reader) throws IOException {
        Process process = start();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> stderr = threads.submit(() -> text(process.getErrorStream()));
            Future<Boolean> timely = threads.submit(() -> endsInTime(process));
            try {
                reader.read(process.getInputStream());
                int status = process.waitFor();
                if (!timely.get()) {
                    throw new FetchFailed(argv.getFirst() + " took longer than " + limit.toMinutes() + " minutes");
                }
                return new Output(status, "", stderr.get());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while " + argv.getFirst() + " ran", e);
            } catch (ExecutionException e) {
                throw new IOException(e.getCause());
            } finally {
                kill(process);
            }
        }
    }

    private boolean endsInTime(Process process) throws InterruptedException {
        if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            return true;
        }
        kill(process);
        return false;
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private Process start() throws FetchFailed {
        ProcessBuilder builder = new ProcessBuilder(argv).directory(directory.toFile());
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw new FetchFailed(argv.getFirst() + " could not be started: " + e.getMessage());
        }
    }

    private static String text(InputStream stream) {
        try {
            String text = new String(stream.readNBytes(OUTPUT_MAX), StandardCharsets.UTF_8);
            stream.transferTo(OutputStream.nullOutputStream());
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
