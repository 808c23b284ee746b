package freehold.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.telemetry.TraceContext;
import freehold.control.telemetry.Tracing;
import freehold.control.world.Outcomes;
import freehold.control.world.ScriptedWorker.Held;
import freehold.control.world.World;
import freehold.control.world.World.Recipe;
import freehold.execution.Execution;
import freehold.leak.LeakWatch;
import java.io.BufferedInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Who writes the answer to a request that waits for the end of its execution. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
final class AnsweringTest {
    private static final String HOLD = "{\"runtime\": \"python\", \"source\": \"hold\"}";

    @TempDir
    private Path folder;

    /** Notes the threads that begin and answer requests. */
    private static final class Threads implements Tracing {
        private final BlockingQueue<Thread> began = new LinkedBlockingQueue<>();
        private final BlockingQueue<Thread> answered = new LinkedBlockingQueue<>();
        private volatile Pause whenAnswered = () -> {};

        private interface Pause {
            void pause() throws InterruptedException;
        }

        /** The request that came last is known, and has no thread any more. */
        void noneWaits() throws InterruptedException {
            Thread last = began.poll(20, TimeUnit.SECONDS);
            assertThat(last).isNotNull();
            assertThat(last.join(Duration.ofSeconds(20))).isTrue();
        }

        @Override
        public Visit begin(String method, Optional<TraceContext> caller) {
            began.add(Thread.currentThread());
            return new Visit() {
                private boolean told;

                @Override
                public Optional<TraceContext> context() {
                    return caller;
                }

                @Override
                public synchronized void answered(String route, int status) {
                    if (!told) {
                        told = true;
                        answered.add(Thread.currentThread());
                        try {
                            whenAnswered.pause();
                        } catch (InterruptedException over) {
                            Thread.currentThread().interrupt();
                        }
                    }
                }
            };
        }

        @Override
        public void ended(Execution execution) {}

        @Override
        public void close() {}
    }

    private static Socket connect(World world) throws Exception {
        Socket socket = new Socket();
        socket.setOption(StandardSocketOptions.SO_RCVBUF, 8 << 10);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), world.port));
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static String request(World world) {
        return "POST /v1/executions?wait=60s HTTP/1.1\r\nHost: 127.0.0.1:" + world.port
                + "\r\nContent-Type: application/json\r\nContent-Length: " + HOLD.length() + "\r\n\r\n" + HOLD;
    }

    private static void send(Socket socket, String text) throws Exception {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String readUntil(Socket socket, String end) throws Exception {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        StringBuilder read = new StringBuilder();
        while (read.indexOf(end, Math.max(0, read.length() - end.length())) < 0) {
            int next = in.read();
            assertThat(next).isNotNegative();
            read.append((char) next);
        }
        return read.toString();
    }

    @Test
    void the_thread_that_tells_the_end_writes_a_short_answer_and_hands_a_long_one_over() throws Exception {
        Threads threads = new Threads();
        String text = "x".repeat(300_000);
        try (World world = new World(folder, Recipe.USUAL.tracing(threads));
                Socket socket = connect(world)) {
            send(socket, request(world));
            Held brief = world.worker.next();
            threads.noneWaits();
            brief.ends(Outcomes.succeeded(brief.plan(), "brief"));
            assertThat(readUntil(socket, "/receipt\"}"))
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("\"stdout\":\"brief\"");
            assertThat(threads.answered.poll(20, TimeUnit.SECONDS)).isSameAs(Thread.currentThread());

            send(socket, request(world));
            Held longer = world.worker.next();
            threads.noneWaits();
            longer.ends(Outcomes.succeeded(longer.plan(), text));

            assertThat(readUntil(socket, "/receipt\"}"))
                    .contains("HTTP/1.1 200 OK\r\n")
                    .hasSizeGreaterThan(text.length());
            assertThat(threads.answered.poll(20, TimeUnit.SECONDS))
                    .isNotSameAs(Thread.currentThread())
                    .matches(Thread::isVirtual);
        }
    }

    @Test
    void what_a_client_sent_ahead_is_answered_by_a_thread_that_may_wait() throws Exception {
        Threads threads = new Threads();
        try (World world = new World(folder, Recipe.USUAL.tracing(threads));
                Socket socket = connect(world)) {
            send(socket, request(world) + "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:" + world.port + "\r\n\r\n");
            Held held = world.worker.next();
            threads.noneWaits();

            held.ends(Outcomes.succeeded(held.plan(), "done"));

            assertThat(threads.began.poll(20, TimeUnit.SECONDS)).matches(Thread::isVirtual);
        }
    }

    @Test
    void a_client_that_reads_nothing_keeps_nobody_who_executes() throws Exception {
        String text = "x".repeat(3_000);
        try (World world = new World(folder);
                Socket socket = connect(world)) {
            Thread asking = Thread.startVirtualThread(() -> {
                try {
                    while (true) {
                        send(socket, request(world));
                    }
                } catch (Exception closed) {
                    // the test has seen enough
                }
            });
            int told = 0;
            Optional<Held> held = Optional.of(world.worker.next());
            while (held.isPresent()) {
                held.get().ends(Outcomes.succeeded(held.get().plan(), text)); // by this thread, which comes back
                told++;
                held = world.worker.next(Duration.ofSeconds(2));
            }

            assertThat(told).isGreaterThan(2);
            assertThat(world.get("/readyz").statusCode()).isEqualTo(200);
            socket.shutdownOutput();
            asking.join();
        }
    }

    @Test
    void a_server_that_stops_waits_for_who_still_answers() throws Exception {
        ServerSettings hasty = World.hurried(Duration.ofMillis(50));
        Threads threads = new Threads();
        CountDownLatch goesOn = new CountDownLatch(1);
        threads.whenAnswered = goesOn::await;
        try (World world = new World(folder, Recipe.USUAL.settings(hasty).tracing(threads));
                Socket socket = connect(world)) {
            send(socket, "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:" + world.port + "\r\n\r\n");
            assertThat(threads.answered.poll(20, TimeUnit.SECONDS)).isNotNull();

            Thread stop = Thread.ofVirtual().start(world::stop);

            assertThat(stop.join(Duration.ofMillis(1_500))).isFalse();
            goesOn.countDown();
            assertThat(stop.join(Duration.ofSeconds(4))).isTrue();
        } finally {
            goesOn.countDown();
        }
    }

    @Test
    void a_server_with_nothing_to_do_waits_for_nobody() throws Exception {
        try (World world = new World(folder, Recipe.USUAL.settings(World.hurried(Duration.ofHours(1))));
                LogWatch log = new LogWatch();
                Socket socket = connect(world)) {
            send(socket, request(world));
            Held held = world.worker.next();
            held.ends(Outcomes.succeeded(held.plan(), "x".repeat(20_000)));
            readUntil(socket, "/receipt\"}");

            Thread stop = Thread.ofVirtual().start(world::stop);

            assertThat(stop.join(Duration.ofSeconds(20)))
                    .as("though executions and requests may take an hour, and the connection stands")
                    .isTrue();
            assertThat(log.lines())
                    .as("nor did it take anything for a request that goes on")
                    .isEmpty();
        }
    }
}
