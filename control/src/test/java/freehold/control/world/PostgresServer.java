package freehold.control.world;

import freehold.control.sql.PostgresAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A real server of PostgreSQL, one for all tests of a JVM, which ends with it. Never run as root, which it would refuse. */
public final class PostgresServer {
    private static final int NOBODY = 65_534;
    private static final int START_SECONDS_MAX = 60;
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private static final class Shared {
        static final PostgresServer SERVER = new PostgresServer();
    }

    private final Path folder;
    private final int port;

    /** A new and empty database. */
    public static PostgresAddress database() {
        return Shared.SERVER.create();
    }

    private PostgresServer() {
        try {
            folder = Files.createTempDirectory("freehold-postgres");
            port = freePort();
            unpack();
            giveAway();
            Path data = folder.resolve("data");
            run(List.of(program("initdb"), "-D", data.toString(), "-U", "freehold", "-A", "trust", "-E", "UTF8"));
            Runtime.getRuntime().addShutdownHook(new Thread(this::end));
            run(List.of(
                    program("pg_ctl"),
                    "-D",
                    data.toString(),
                    "-l",
                    folder.resolve("log").toString(),
                    "-w",
                    "-o",
                    "-h 127.0.0.1 -p " + port + " -k " + folder,
                    "start"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private PostgresAddress create() {
        String name = "test" + DATABASES.incrementAndGet();
        try (var connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + port + "/postgres", "freehold", "");
                var statement = connection.createStatement()) {
            statement.executeUpdate("create database " + name);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
        return PostgresAddress.parse("postgresql://freehold@127.0.0.1:" + port + "/" + name, Optional.empty());
    }

    private void unpack() throws IOException {
        Path archive = folder.resolve("server.txz");
        try (InputStream bytes = Objects.requireNonNull(
                PostgresServer.class.getResourceAsStream("/postgres-linux-x86_64.txz"), "the server's archive")) {
            Files.copy(bytes, archive, StandardCopyOption.REPLACE_EXISTING);
        }
        start(List.of("tar", "-xJf", archive.toString(), "-C", folder.toString()));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private String program(String name) {
        return folder.resolve("bin").resolve(name).toString();
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    private void giveAway() throws IOException {
        if (isRoot()) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path each : all.toList()) {
                    Files.setAttribute(each, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
                }
            }
        }
    }

    private void run(List<String> command) throws IOException {
        List<String> whole = new ArrayList<>();
        if (isRoot()) {
            whole.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        whole.addAll(command);
        start(whole);
    }

    private void start(List<String> command) throws IOException {
        Path said = folder.resolveSibling(folder.getFileName() + ".out");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            boolean ended = process.waitFor(START_SECONDS_MAX, TimeUnit.SECONDS);
            String words = Files.readString(said);
            Files.delete(said);
            if (!ended || process.exitValue() != 0) {
                throw new IOException(command + " failed: " + words);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    private void end() {
        try {
            run(List.of(program("pg_ctl"), "-D", folder.resolve("data").toString(), "-m", "immediate", "stop"));
            start(List.of("rm", "-rf", folder.toString()));
        } catch (IOException failed) {
            System.err.println("a server of PostgreSQL was left behind in " + folder + ": " + failed);
        }
    }
}
