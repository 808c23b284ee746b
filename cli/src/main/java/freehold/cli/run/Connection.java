package freehold.cli.run;

import freehold.cli.remote.RemoteServer;
import freehold.wire.client.EventJson;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One connection of a conversation, a WebSocket. It ends once, and how is known then. */
final class Connection implements WebSocket.Listener {
    /** Closes whose reason passes: the server is stopping, or is full; and none given, before the end was told. */
    private static final int GOING_AWAY = 1001;

    private static final int NO_CODE = 1005;
    private static final int ABNORMAL = 1006;
    private static final int RESTARTING = 1012;
    private static final int TRY_AGAIN_LATER = 1013;

    /** The reason of a close may arrive just behind the failure of what was said meanwhile, and the success of that just behind a close. */
    private static final Duration KNOWN_WITHIN = Duration.ofSeconds(1);

    private static final Duration OPENED_WITHIN = Duration.ofSeconds(10);

    private final Consumer<EventJson.Message> hearer;
    private final CompletableFuture<Parting> parting = new CompletableFuture<>();
    private final CompletableFuture<WebSocket> socket = new CompletableFuture<>();
    private final long openedNanos = System.nanoTime();
    private final StringBuilder message = new StringBuilder(); // by the one thread that hears
    private volatile long heardNanos = openedNanos;
    private volatile boolean spoken;

    private Connection(Consumer<EventJson.Message> hearer) {
        this.hearer = hearer;
    }

    /**
     * Opens one.
     *
     * @param hearer is told of each message, one at a time
     * @throws IOException if there is none; a {@link java.net.http.WebSocketHandshakeException} has the answer of a server that declined
     */
    static Connection open(HttpClient client, RemoteServer server, String path, Consumer<EventJson.Message> hearer)
            throws IOException {
        Connection connection = new Connection(hearer);
        WebSocket.Builder builder = client.newWebSocketBuilder().connectTimeout(OPENED_WITHIN);
        server.key().ifPresent(key -> builder.header("Authorization", "Bearer " + key));
        try {
            connection.socket.complete(
                    builder.buildAsync(server.socket(path), connection).join());
            return connection;
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof IOException declined ? declined : new IOException(failed.getCause());
        }
    }

    /** How it ends. */
    CompletableFuture<Parting> parting() {
        return parting;
    }

    /** Whether anything went out, which nobody can tell to have arrived once the connection broke. */
    boolean hasSpoken() {
        return spoken;
    }

    boolean lasted(Duration time) {
        return System.nanoTime() - openedNanos >= time.toNanos();
    }

    /** For how long the server has sent nothing at all. */
    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - heardNanos);
    }

    /**
     * Says something, and waits until it is on its way. By one thread at a time. Where the end comes first, whether it went out is mostly known
     * just behind that: it may neither be said twice nor be passed over.
     *
     * @return whether it has not to be said again. What nobody can tell of counts as said: a program may do twice what it hears twice
     */
    boolean say(String text) {
        CompletableFuture<Boolean> sent = socket.join().sendText(text, true).thenApply(_ -> true);
        boolean isSent;
        try {
            var _ = CompletableFuture.anyOf(sent, parting).join();
            isSent = sent.completeOnTimeout(true, KNOWN_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException failed) {
            var _ = parting.completeOnTimeout(
                    broken(Optional.ofNullable(failed.getCause()).orElse(failed)),
                    KNOWN_WITHIN.toMillis(),
                    TimeUnit.MILLISECONDS);
            return false;
        }
        spoken |= isSent;
        return isSent;
    }

    /** Ends it by saying so. */
    void close() {
        var _ = socket.join().sendClose(WebSocket.NORMAL_CLOSURE, "");
    }

    /** Lets go of what is left of it. */
    void abort() {
        socket.join().abort();
    }

    @Override
    public void onOpen(WebSocket opened) {
        heardNanos = System.nanoTime();
        opened.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        heardNanos = System.nanoTime();
        message.append(data);
        if (last) {
            EventJson.Message whole = EventJson.message(message.toString());
            message.setLength(0);
            hearer.accept(whole);
            if (whole.name().equals("finished")) {
                parting.complete(new Parting.Finished(whole.data()));
            }
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer data) {
        heardNanos = System.nanoTime();
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        String words = reason.isEmpty() ? "closed with " + code : reason;
        parting.complete(
                switch (code) {
                    case WebSocket.NORMAL_CLOSURE, GOING_AWAY, NO_CODE, ABNORMAL, RESTARTING, TRY_AGAIN_LATER ->
                        new Parting.Broken(words);
                    default -> new Parting.Dismissed(words);
                });
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        parting.complete(broken(error));
    }

    private static Parting broken(Throwable error) {
        return new Parting.Broken(
                Optional.ofNullable(error.getMessage()).orElse(error.getClass().getSimpleName()));
    }
}
