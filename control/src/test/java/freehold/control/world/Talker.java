package freehold.control.world;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client that holds a conversation, by the JDK's own WebSocket. */
public final class Talker implements WebSocket.Listener, AutoCloseable {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final BlockingQueue<byte[]> heardBytes = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> code = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private final ByteArrayOutputStream partialBytes = new ByteArrayOutputStream();
    private volatile String reason = "";
    private @Nullable WebSocket socket;

    private Talker() {}

    /** Opens one; fails as the JDK does if the server does not want to. */
    public static Talker to(HttpClient client, URI http, Map<String, String> headers) {
        Talker talker = new Talker();
        WebSocket.Builder builder = client.newWebSocketBuilder();
        headers.forEach(builder::header);
        talker.socket = builder.buildAsync(URI.create(http.toString().replaceFirst("^http", "ws")), talker)
                .join();
        return talker;
    }

    private WebSocket open() {
        WebSocket present = socket;
        if (present == null) {
            throw new IllegalStateException("not open");
        }
        return present;
    }

    public void say(String text) {
        open().sendText(text, true).join();
    }

    public void say(byte[] bytes) {
        open().sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    /** The next message of bytes; fails if none comes. */
    public byte[] nextBytes() throws InterruptedException {
        byte[] bytes = heardBytes.poll(20, TimeUnit.SECONDS);
        if (bytes == null) {
            throw new AssertionError("heard nothing; closed: " + code.getNow(0) + " " + reason);
        }
        return bytes;
    }

    /** Begins to say it, and does not wait until it is taken. */
    public CompletableFuture<WebSocket> begin(String text) {
        return open().sendText(text, true);
    }

    /** The next message; fails if none comes. */
    public JsonNode next() throws InterruptedException {
        String text = heard.poll(20, TimeUnit.SECONDS);
        if (text == null) {
            throw new AssertionError("heard nothing; closed: " + code.getNow(0) + " " + reason);
        }
        return JsonMapper.shared().readTree(text);
    }

    /** The next that is such an event. */
    public JsonNode next(String event) throws InterruptedException {
        while (true) {
            JsonNode message = next();
            if (message.path("event").asString("").equals(event)) {
                return message.path("data");
            }
        }
    }

    /** With which code it was closed. */
    public int closed() throws Exception {
        return code.get(20, TimeUnit.SECONDS);
    }

    public String reason() {
        return reason;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            heard.add(partial.toString());
            partial.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        partialBytes.writeBytes(bytes);
        if (last) {
            heardBytes.add(partialBytes.toByteArray());
            partialBytes.reset();
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String words) {
        reason = words;
        code.complete(status);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        code.complete(-1);
    }

    @Override
    public void close() {
        open().abort();
    }
}
