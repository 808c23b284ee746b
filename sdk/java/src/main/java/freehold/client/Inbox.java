package freehold.client;

import freehold.client.FreeholdException.ConnectionFailed;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hands what a server says from the HTTP client's threads to one reader. Only so many messages wait here: beyond, one is asked for when one
 * was taken.
 */
final class Inbox implements WebSocket.Listener {
    private static final int WAITING_MOST = 64;

    private final String server;
    private final Duration silence;
    private final BlockingQueue<Heard> waiting = new LinkedBlockingQueue<>();
    private final CompletableFuture<Heard> end = new CompletableFuture<>();
    private final StringBuilder message = new StringBuilder(); // by the one thread that hears
    private volatile long heardNanos = System.nanoTime();

    /** What comes out, in its order. */
    private sealed interface Heard {
        record Said(String message) implements Heard {}

        record Broke(ConnectionFailed why) implements Heard {}

        record Left() implements Heard {}
    }

    /** @param silence of a server, which pings every few seconds, that means that it is gone */
    Inbox(String server, Duration silence) {
        this.server = server;
        this.silence = silence;
    }

    /** The next message; empty once the reader's own side has left. Throws how the conversation broke, each time. */
    Optional<String> next(WebSocket from) throws InterruptedException {
        while (true) {
            Duration rest = silence.minusNanos(System.nanoTime() - heardNanos);
            switch (waiting.poll(Math.max(rest.toNanos(), 0), TimeUnit.NANOSECONDS)) {
                case null -> {
                    if (System.nanoTime() - heardNanos >= silence.toNanos()) {
                        end(new Heard.Broke(new ConnectionFailed(
                                "no answer from " + server + ": it was silent for too long", null)));
                    }
                }
                case Heard.Said(String text) -> {
                    heardNanos = System.nanoTime(); // a ping may have been held back while so many waited
                    from.request(1);
                    return Optional.of(text);
                }
                case Heard.Broke(ConnectionFailed why) -> {
                    waiting.add(new Heard.Broke(why));
                    throw new ConnectionFailed(why.getMessage(), why.getCause());
                }
                case Heard.Left() -> {
                    waiting.add(new Heard.Left());
                    return Optional.empty();
                }
            }
        }
    }

    /** Completes when nothing more comes. */
    CompletableFuture<?> end() {
        return end;
    }

    /** The reader's own side has left. */
    void leave() {
        end(new Heard.Left());
    }

    private void end(Heard how) {
        if (end.complete(how)) {
            waiting.add(how);
        }
    }

    @Override
    public void onOpen(WebSocket opened) {
        heardNanos = System.nanoTime();
        opened.request(WAITING_MOST);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        heardNanos = System.nanoTime();
        message.append(data);
        if (last) {
            waiting.add(new Heard.Said(message.toString()));
            message.setLength(0);
        } else {
            from.request(1);
        }
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
        String words = ("the conversation ended before the execution did: " + code + " " + reason).strip();
        end(new Heard.Broke(new ConnectionFailed(words, null)));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable cause) {
        end(new Heard.Broke(Transport.failed(server, cause)));
    }
}
