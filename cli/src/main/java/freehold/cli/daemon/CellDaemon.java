package freehold.cli.daemon;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A running {@code freehold-cell}, child of this process. Its standard input is the lifeline: when the other end is closed, by
 * {@link #close} or by the kernel because this process is gone, the daemon ends all cells and itself.
 */
public final class CellDaemon implements AutoCloseable {
    private static final String READY = "ready";
    private static final Pattern SOCKET = Pattern.compile("cell-(\\d+)\\.sock");
    /** Several times what the death of all cells may take. */
    private static final int STOP_SECONDS_MAX = 10;

    private final Process process;
    private final Path socket;

    private CellDaemon(Process process, Path socket) {
        this.process = process;
        this.socket = socket;
    }

    /**
     * Starts a daemon and waits until it listens. Its words of failure go to this process's standard error.
     *
     * @param executable {@code freehold-cell}
     * @param configuration directory with {@code cell.conf} and {@code roots.d}, owned by root
     * @param runtime directory for the socket
     */
    public static CellDaemon start(Path executable, Path configuration, Path runtime) {
        try {
            Files.createDirectories(runtime);
            removeStaleSockets(runtime);
            Path socket = runtime.resolve("cell-" + ProcessHandle.current().pid() + ".sock");
            Process process = new ProcessBuilder(
                            executable.toString(),
                            "--config",
                            configuration.toString(),
                            "--socket",
                            socket.toString(),
                            "--lifeline")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            CellDaemon daemon = new CellDaemon(process, socket);
            daemon.awaitReady();
            return daemon;
        } catch (IOException failed) {
            throw new Declined(
                    ExitStatus.UNAVAILABLE,
                    "the cell daemon " + executable + " cannot be started: " + failed.getMessage()
                            + "; freehold doctor says what this host lacks");
        }
    }

    /** Where it listens. */
    public Path socket() {
        return socket;
    }

    /** Whether it still lives. */
    public boolean alive() {
        return process.isAlive();
    }

    /** Called when it has ended, for whatever reason; not by this thread. */
    public void onEnd(Runnable action) {
        var _ = process.onExit().thenRun(action); // the action reports its own failures
    }

    /** Ends it, and with it all cells, and waits for that. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        "the cell daemon did not end within " + STOP_SECONDS_MAX + " s, process " + process.pid());
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitReady() throws IOException {
        BufferedReader output = process.inputReader();
        if (!READY.equals(output.readLine())) {
            close();
            throw new Declined(
                    ExitStatus.UNAVAILABLE,
                    "the cell daemon did not start, for the reason above; freehold doctor says what this host lacks");
        }
    }

    /** Removes what daemons left behind that were killed: they unlink their sockets otherwise. */
    private static void removeStaleSockets(Path runtime) throws IOException {
        try (DirectoryStream<Path> sockets = Files.newDirectoryStream(runtime, "cell-*.sock")) {
            for (Path socket : sockets) {
                Matcher name = SOCKET.matcher(socket.getFileName().toString());
                if (name.matches()
                        && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
                    Files.deleteIfExists(socket);
                }
            }
        }
    }
}
