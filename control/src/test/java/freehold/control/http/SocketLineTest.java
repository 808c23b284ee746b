package freehold.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.exchange.Line;
import freehold.leak.LeakWatch;
import io.javalin.Javalin;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServerContainer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a line does with clients that are up to no good, over real sockets. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
final class SocketLineTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Pulse.Bounds PATIENT = new Pulse.Bounds(LONG, LONG.multipliedBy(3), LONG, LONG);
    private static final byte[] PINGS = many(RawSocket.frame(RawSocket.PING, new byte[125]), 500);
    private static final long FLOOD_BYTES = 256L << 20;

    private final List<Javalin> servers = new ArrayList<>();
    private final List<Thread> holders = new ArrayList<>();

    /** What is done with a line, and what comes of it. */
    private interface Holding {
        void hold(SocketLine line) throws IOException, InterruptedException;
    }

    private static byte[] many(byte[] frame, int count) {
        byte[] all = new byte[frame.length * count];
        for (int i = 0; i < count; i++) {
            System.arraycopy(frame, 0, all, i * frame.length, frame.length);
        }
        return all;
    }

    /** A client of a server whose only path is a line, and how its holding ends. */
    private RawSocket opened(Pulse.Bounds bounds, Holding holding, CompletableFuture<String> end) throws IOException {
        Javalin server = Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.jetty.host = "127.0.0.1";
                    config.jetty.modifyServletContextHandler(context -> {
                        FilterHolder upgrade = new FilterHolder(new PlainUpgrade());
                        upgrade.setAsyncSupported(true);
                        context.addFilter(upgrade, "/*", EnumSet.of(DispatcherType.REQUEST));
                    });
                    config.routes.get("/", context -> {
                        var _ = JettyWebSocketServerContainer.getContainer(
                                        context.req().getServletContext())
                                .upgrade(
                                        (_, _) -> new SocketLine(
                                                Line.Form.TEXT, bounds, line -> start(line, holding, end)),
                                        PlainUpgrade.unwrapped(context.req()),
                                        context.res());
                    });
                })
                .start(0);
        servers.add(server);
        return RawSocket.to(server.port(), "/");
    }

    private void start(SocketLine line, Holding holding, CompletableFuture<String> end) {
        holders.add(Thread.ofVirtual().start(() -> {
            try {
                holding.hold(line);
                end.complete("");
            } catch (IOException gone) {
                end.complete(String.valueOf(gone.getMessage()));
            } catch (InterruptedException over) {
                end.complete("interrupted");
            }
        }));
    }

    private static void hear(SocketLine line, Duration patience) throws IOException, InterruptedException {
        while (true) {
            Optional<String> _ = line.hear(patience);
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        holders.forEach(Thread::interrupt);
        for (Thread each : holders) {
            each.join();
        }
        servers.forEach(Javalin::stop);
    }

    /** How much of a flood the server took before it took nothing for a while. */
    private static long taken(RawSocket client, byte[] piece) throws Exception {
        AtomicLong taken = new AtomicLong();
        Thread flood = Thread.ofVirtual().start(() -> {
            try {
                while (taken.get() < FLOOD_BYTES) {
                    client.send(piece);
                    taken.addAndGet(piece.length);
                }
            } catch (IOException closed) {
                // what it took until then counts
            }
        });
        long before = -1;
        while (taken.get() > before && flood.isAlive()) {
            before = taken.get();
            var _ = flood.join(Duration.ofSeconds(2));
        }
        return taken.get();
    }

    @Test
    void who_pings_without_end_and_reads_nothing_is_read_no_more() throws Exception {
        try (RawSocket client = opened(PATIENT, line -> hear(line, LONG), new CompletableFuture<>())) {
            assertThat(taken(client, PINGS)).isLessThan(FLOOD_BYTES / 4); // the sockets' buffers
        }
    }

    @Test
    void who_pings_without_end_and_reads_nothing_is_dropped() throws Exception {
        Pulse.Bounds bounds = new Pulse.Bounds(LONG, LONG.multipliedBy(3), Duration.ofMillis(300), LONG);
        CompletableFuture<String> end = new CompletableFuture<>();

        try (RawSocket client = opened(bounds, line -> hear(line, LONG), end)) {
            taken(client, PINGS);

            assertThat(end.get(20, TimeUnit.SECONDS)).isEqualTo("the client takes nothing");
        }
    }

    @Test
    void pings_are_answered_one_by_one() throws Exception {
        try (RawSocket client = opened(PATIENT, line -> hear(line, LONG), new CompletableFuture<>())) {
            for (int i = 0; i < 100; i++) {
                client.send(RawSocket.frame(RawSocket.PING, new byte[10]));
                assertThat(client.next()).isEqualTo(RawSocket.PONG);
            }
        }
    }

    @Test
    void a_silent_client_is_pinged_and_then_dropped_however_short_the_patience_of_who_hears() throws Exception {
        Pulse.Bounds bounds = new Pulse.Bounds(Duration.ofMillis(200), Duration.ofMillis(600), LONG, LONG);
        CompletableFuture<String> end = new CompletableFuture<>();

        try (RawSocket client = opened(bounds, line -> hear(line, Duration.ofMillis(20)), end)) {
            assertThat(client.next()).isEqualTo(RawSocket.PING);

            assertThat(end.get(20, TimeUnit.SECONDS)).isEqualTo("the client does not answer");
        }
    }

    @Test
    void a_client_that_answers_pings_stays() throws Exception {
        Pulse.Bounds bounds = new Pulse.Bounds(Duration.ofMillis(200), Duration.ofMillis(1_000), LONG, LONG);
        CompletableFuture<String> end = new CompletableFuture<>();

        try (RawSocket client = opened(bounds, line -> hear(line, Duration.ofMillis(20)), end)) {
            for (int i = 0; i < 10; i++) {
                assertThat(client.next()).isEqualTo(RawSocket.PING);
                client.send(RawSocket.frame(RawSocket.PONG, new byte[0]));
            }

            assertThat(end).isNotDone();
        }
    }

    @Test
    void who_goes_on_talking_after_the_end_is_cut_off() throws Exception {
        Pulse.Bounds bounds = new Pulse.Bounds(LONG, LONG.multipliedBy(3), LONG, Duration.ofMillis(500));

        try (RawSocket client = opened(bounds, line -> line.end(1000, ""), new CompletableFuture<>())) {
            assertThat(client.next()).isEqualTo(RawSocket.CLOSE);

            CompletableFuture<Void> cut = new CompletableFuture<>();
            Thread talking = Thread.ofVirtual().start(() -> talk(client, cut));
            assertThat(isDone(cut)).isTrue();
            talking.join();
        }
    }

    private static void talk(RawSocket client, CompletableFuture<Void> cut) {
        try {
            while (true) {
                client.send(RawSocket.frame(RawSocket.TEXT, new byte[] {'x'}));
            }
        } catch (IOException closed) {
            cut.complete(null);
        }
    }

    private static boolean isDone(CompletableFuture<Void> cut) throws InterruptedException {
        try {
            cut.get(20, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException not) {
            return false;
        }
    }

    @Test
    void who_closes_in_turn_is_let_go_at_once() throws Exception {
        try (RawSocket client = opened(PATIENT, line -> line.end(1000, ""), new CompletableFuture<>())) {
            assertThat(client.next()).isEqualTo(RawSocket.CLOSE);

            client.send(RawSocket.frame(RawSocket.CLOSE, new byte[] {3, (byte) 232}));

            assertThat(client.next()).isEqualTo(-1);
        }
    }
}
