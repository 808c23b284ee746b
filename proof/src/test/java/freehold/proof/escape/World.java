package freehold.proof.escape;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A daemon of its own with three roots, on a host that has something to find. The root {@code empty} holds planted files and nothing
 * else; {@code languages} sees the host's /usr besides, {@code full} the whole of /proc. Everything is below one directory in /run, since the daemon believes in files
 * that only root can change alone.
 */
final class World {
    static final String EMPTY = "empty";
    private static final String LIMITS = """
            peer_uid 65534
            cells_max 16
            memory_bytes_max 2147483648
            processes_max 4096
            disk_bytes_max 536870912
            disk_inodes_max 100000
            open_files_max 4096
            file_bytes_max 2199023255552
            cpu_us_max 60000000
            wall_us_max 120000000
            output_bytes_max 67108864
            """;

    private final Path directory;
    private final Process daemon;
    private final Process listener;

    private World(Path directory, Process daemon, Process listener) {
        this.directory = directory;
        this.daemon = daemon;
        this.listener = listener;
    }

    /**
     * Starts the daemon in two groups, before others in line, and with an environment: nobody in a cell may have any of that.
     *
     * @param binary the daemon
     * @param listener a program that listens at the abstract socket it is told
     */
    static World start(Path binary, Path listener) throws IOException {
        Path directory = Files.createTempDirectory(Path.of("/run"), "freehold-proof-");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        writeRoots(directory);
        Files.writeString(directory.resolve("conf/cell.conf"), LIMITS);
        Process listening = ready(new ProcessBuilder(listener.toString(), abstractSocket(directory)), directory);
        ProcessBuilder builder = new ProcessBuilder(
                "/usr/bin/nice",
                "-n",
                "-3",
                "/usr/bin/setpriv",
                "--groups",
                "0,6",
                binary.toString(),
                "--config",
                directory.resolve("conf").toString(),
                "--socket",
                directory.resolve("socket").toString(),
                "--lifeline");
        builder.environment().put("FREEHOLD_PROOF_SECRET", "of the daemon");
        return new World(directory, ready(builder, directory), listening);
    }

    private static Process ready(ProcessBuilder builder, Path directory) throws IOException {
        Path errors = directory.resolve("stderr");
        Process process = builder.redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                .start();
        String line =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        if (!"ready".equals(line)) {
            throw new IllegalStateException(builder.command() + " says " + line + ", " + Files.readString(errors));
        }
        return process;
    }

    private static void writeRoots(Path directory) throws IOException {
        Path root = directory.resolve("root");
        for (String name : List.of("conf/roots.d", "root/secrets", "root/usr", "root/etc")) {
            Files.createDirectories(directory.resolve(name));
        }
        plant(root.resolve("secret"), "rw-------");
        plant(root.resolve("shared"), "rw-rw-rw-");
        plant(root.resolve("secrets/within"), "rw-r--r--");
        Files.setPosixFilePermissions(root.resolve("secrets"), PosixFilePermissions.fromString("rwx------"));
        for (String name : List.of("bin", "lib", "lib64")) {
            Files.createSymbolicLink(root.resolve(name), Path.of("usr", name));
        }
        Files.writeString(directory.resolve("conf/roots.d/empty.conf"), "layer " + root + " /\n");
        Files.writeString(directory.resolve("conf/roots.d/languages.conf"), "layer " + root + " /\nlayer /usr /usr\n");
        Files.writeString(directory.resolve("conf/roots.d/full.conf"), "layer " + root + " /\nproc full\n");
    }

    private static void plant(Path file, String mode) throws IOException {
        Files.writeString(file, "planted by the harness\n".repeat(400));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static String abstractSocket(Path directory) {
        return directory.getFileName().toString();
    }

    Path socket() {
        return directory.resolve("socket");
    }

    /** What a program must not find out by itself: lines "key value". */
    String hostFacts() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String kind : List.of("mnt", "pid", "net", "ipc", "uts", "cgroup", "time", "user")) {
            lines.add(kind + " " + Files.readSymbolicLink(Path.of("/proc/self/ns", kind)));
        }
        lines.add("hostname "
                + Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
        lines.add("abstract_socket " + abstractSocket(directory));
        lines.add("daemon_socket " + socket());
        return String.join("\n", lines) + "\n";
    }

    /** Processes that the daemon has started and that still live: one keeper a root and the sweeper, when no cell is there. */
    long processes() {
        return daemon.descendants().count();
    }

    /** Ends the daemon by its lifeline. */
    void stop() throws IOException, InterruptedException {
        try {
            daemon.getOutputStream().close();
            listener.getOutputStream().close();
            if (!daemon.waitFor(10, TimeUnit.SECONDS) || !listener.waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the daemon outlives its lifeline");
            }
        } finally {
            daemon.destroyForcibly();
            listener.destroyForcibly();
            delete(directory);
        }
    }

    private static void delete(Path tree) throws IOException {
        try (var files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
