package freehold.wire.nats;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A real server of NATS as a child process, where there is one: on the path, or as {@code FREEHOLD_NATS_SERVER} says. */
final class NatsServer implements AutoCloseable {
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int STEPS_MAX = 500;

    private final List<String> command;
    private final int port;
    private Process process;

    private NatsServer(List<String> command, int port) throws IOException {
        this.command = command;
        this.port = port;
        this.process = begin();
    }

    static Optional<Path> program() {
        Optional<Path> named =
                Optional.ofNullable(System.getenv("FREEHOLD_NATS_SERVER")).map(Path::of);
        return named.or(() -> Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(folder -> Path.of(folder, "nats-server"))
                .filter(Files::isExecutable)
                .findFirst());
    }

    /** @param configuration lines of its file */
    static NatsServer start(Path folder, String configuration) throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Path file = Files.writeString(folder.resolve("nats.conf"), configuration);
        return new NatsServer(
                List.of(
                        program().orElseThrow().toString(),
                        "-a",
                        "127.0.0.1",
                        "-p",
                        Integer.toString(port),
                        "-c",
                        file.toString()),
                port);
    }

    private Process begin() throws IOException {
        Process begun = new ProcessBuilder(new ArrayList<>(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        for (int i = 0; i < STEPS_MAX; i++) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return begun;
            } catch (IOException notYet) {
                LockSupport.parkNanos(STEP_NANOS);
            }
        }
        begun.destroyForcibly();
        throw new IOException("the server does not listen");
    }

    void restart() throws IOException {
        close();
        process = begin();
    }

    String address() {
        return "nats://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
