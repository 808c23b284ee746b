package freehold.worker.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A cell daemon of our own for a test, with one root called {@code host} made of this machine's programs and libraries. It dies with
 * the test, for it holds its standard input as a lifeline.
 */
final class CellDaemon implements AutoCloseable {
    static final String ROOT = "host";

    private static final Path HOME = Path.of(System.getProperty("freehold.home", ".."));
    private static final Path BINARY = HOME.resolve("cell/build/freehold-cell");

    /** The daemon trusts no directory that others than root may write to, all the way up; below /run is one. */
    private static final Path RUN = Path.of("/run");

    private final Path directory;
    private final Process process;

    private CellDaemon(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
    }

    static CellDaemon start() {
        try {
            Path directory = Files.createTempDirectory(RUN, "freehold-test-");
            Files.writeString(directory.resolve("cell.conf"), """
                    peer_uid 0
                    cells_max 64
                    memory_bytes_max 1073741824
                    processes_max 128
                    disk_bytes_max 268435456
                    disk_inodes_max 131072
                    open_files_max 1024
                    file_bytes_max 268435456
                    cpu_us_max 60000000
                    wall_us_max 60000000
                    output_bytes_max 16777216
                    """);
            Path roots = Files.createDirectory(directory.resolve("roots.d"));
            Files.writeString(roots.resolve(ROOT + ".conf"), layers());
            Process process = new ProcessBuilder(
                            BINARY.toAbsolutePath().normalize().toString(),
                            "--config",
                            directory.toString(),
                            "--socket",
                            socketIn(directory).toString(),
                            "--lifeline")
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("daemon.log").toFile())
                    .start();
            CellDaemon daemon = new CellDaemon(directory, process);
            daemon.awaitSocket();
            return daemon;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** /bin and the like are links into /usr on some machines, and directories on others. */
    private static String layers() throws IOException {
        StringBuilder layers = new StringBuilder("layer /usr /usr\n");
        for (String name : List.of("/bin", "/lib", "/lib64")) {
            Path path = Path.of(name);
            if (Files.isDirectory(path)) {
                layers.append("layer ")
                        .append(path.toRealPath())
                        .append(' ')
                        .append(name)
                        .append('\n');
            }
        }
        return layers.toString();
    }

    Path socket() {
        return socketIn(directory);
    }

    /** As a crash would end it. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    private static Path socketIn(Path directory) {
        return directory.resolve("cell.socket");
    }

    /** Waits for the daemon to answer, or to give up. */
    private void awaitSocket() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (process.isAlive() && System.nanoTime() < deadline) {
            if (Files.exists(socket())) {
                try (LinuxCells cells = new LinuxCells(socket())) {
                    if (cells.available()) {
                        return;
                    }
                }
            }
            Thread.onSpinWait();
        }
        String log = Files.readString(directory.resolve("daemon.log"));
        close();
        throw new IOException("the cell daemon does not answer: " + log);
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
