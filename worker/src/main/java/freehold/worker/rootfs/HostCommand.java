package freehold.worker.rootfs;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Runs a trusted program of the host for a bounded time, with nothing of our environment, and keeps the beginning of its output. */
final class HostCommand {
    private static final int OUTPUT_BYTES_MAX = 64 << 10;

    /** What came of it: standard output and error together. */
    record Result(int status, String output) {}

    private HostCommand() {}

    /**
     * Runs it to its end.
     *
     * @throws ToolchainUnusable if it cannot be started, or is not done in time; then it has been killed
     */
    static Result run(List<String> argv, Map<String, String> env, Path folder, Duration patience)
            throws ToolchainUnusable {
        ProcessBuilder builder = new ProcessBuilder(argv)
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(env);
        try {
            Process process = builder.start();
            try (ExecutorService reader = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<String> output = reader.submit(() -> beginning(process.getInputStream()));
                if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new ToolchainUnusable(argv.getFirst() + " did not end within " + patience.toSeconds() + " s");
                }
                return new Result(process.exitValue(), output.get());
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (IOException | ExecutionException e) {
            throw new ToolchainUnusable(argv.getFirst() + " cannot be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ToolchainUnusable("interrupted while running " + argv.getFirst());
        }
    }

    /** Reads to the end, so that the program is never blocked, and keeps the beginning. */
    private static String beginning(InputStream stream) throws IOException {
        byte[] kept = stream.readNBytes(OUTPUT_BYTES_MAX);
        stream.transferTo(OutputStream.nullOutputStream());
        return new String(kept, StandardCharsets.UTF_8);
    }
}
