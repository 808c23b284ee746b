package freehold.control.http;

import freehold.control.exchange.Line;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket. One message is read at a time, when somebody wants to hear it. A client that answers no ping, or takes nothing of what
 * it is sent, is gone. Public only because Jetty calls its listeners by reflection.
 */
public final class SocketLine implements Session.Listener, Line {
    /** Characters or bytes of one message: some input, escaped. */
    static final int MESSAGE_MAX = 256 << 10;

    private static final Duration WATCHED_PING = Duration.ofSeconds(2);
    private static final int REASON_BYTES_MAX = 123;

    private final Form form;
    private final Pulse.Bounds bounds;
    private final Starting starting;
    private final ReentrantLock lock = new ReentrantLock();
    private final ReentrantLock sending = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // guarded by lock
    private @Nullable Session session;
    private byte @Nullable [] message;
    private boolean asked;
    private boolean closed;
    private boolean gone;
    private final Pulse pulse;

    /** What is done with a line once it is open. */
    interface Starting {
        void start(SocketLine line);
    }

    SocketLine(Form form, Pulse.Bounds bounds, Starting starting) {
        this.form = form;
        this.bounds = bounds;
        this.pulse = new Pulse(bounds, System::nanoTime);
        this.starting = starting;
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        opened.setMaxTextMessageSize(MESSAGE_MAX);
        opened.setMaxFrameSize(MESSAGE_MAX);
        opened.setMaxBinaryMessageSize(MESSAGE_MAX); // of text too: who sends bytes is told that, not their size
        opened.setIdleTimeout(bounds.silence().plus(bounds.ping()));
        lock.lock();
        try {
            session = opened;
        } finally {
            lock.unlock();
        }
        starting.start(this);
    }

    @Override
    public void onWebSocketText(String text) {
        take(text.getBytes(StandardCharsets.UTF_8));
    }

    private void take(byte[] bytes) {
        lock.lock();
        try {
            asked = false;
            pulse.heard();
            if (closed) {
                ask(); // what is left to be read is the client's own close
            } else {
                message = bytes;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes); // it is Jetty's again afterwards
        callback.succeed();
        if (form == Form.BYTES) {
            take(bytes);
            return;
        }
        arrived();
        end(StatusCode.BAD_DATA, "Send text messages.");
    }

    @Override
    public void onWebSocketPong(ByteBuffer payload) {
        arrived();
        ask();
    }

    /** Nothing more is read before the answer has left: who pings and never reads would fill our memory with answers. */
    @Override
    public void onWebSocketPing(ByteBuffer payload) {
        Session present = present();
        if (present == null) {
            arrived();
            ask();
            return;
        }
        lock.lock();
        try {
            pulse.heard();
            pulse.sends();
        } finally {
            lock.unlock();
        }
        present.sendPong(
                payload,
                Callback.from(
                        () -> {
                            sent();
                            arrived();
                            ask();
                        },
                        _ -> over()));
    }

    private void arrived() {
        lock.lock();
        try {
            asked = false;
            pulse.heard();
        } finally {
            lock.unlock();
        }
    }

    private void sent() {
        lock.lock();
        try {
            pulse.sent();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        over();
    }

    @Override
    public void onWebSocketClose(int code, String reason, Callback callback) {
        lock.lock();
        try {
            closed = true;
            gone = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        callback.succeed();
    }

    private void over() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Session present() {
        lock.lock();
        try {
            return closed ? null : session;
        } finally {
            lock.unlock();
        }
    }

    /** Has the next frame read; once for each that came. */
    private void ask() {
        lock.lock();
        try {
            if (!asked && session != null && session.isOpen()) {
                asked = true;
                session.demand();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<String> hear(Duration patience) throws IOException, InterruptedException {
        return hearBytes(patience).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public Optional<byte[]> hearBytes(Duration patience) throws IOException, InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        want();
        while (true) {
            long left = until - System.nanoTime();
            Optional<byte[]> heard = await(Math.min(left, nanosToLook()));
            if (heard.isPresent()) {
                return heard;
            }
            look();
            if (until - System.nanoTime() <= 0) {
                return Optional.empty();
            }
        }
    }

    private long nanosToLook() {
        lock.lock();
        try {
            return pulse.nanosToLook();
        } finally {
            lock.unlock();
        }
    }

    private void want() {
        lock.lock();
        try {
            if (!asked && message == null && !closed) {
                pulse.heard(); // silence counts from when we listen
                ask();
            }
        } finally {
            lock.unlock();
        }
    }

    private Optional<byte[]> await(long nanos) throws IOException, InterruptedException {
        long left = nanos;
        lock.lock();
        try {
            while (message == null && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (message != null) {
                byte[] heard = message;
                message = null;
                return Optional.of(heard);
            }
            if (closed) {
                throw new EOFException("the client is gone");
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private void look() throws IOException {
        Session present = present();
        if (present == null) {
            return;
        }
        switch (finding()) {
            case FINE -> {}
            case TO_PING -> present.sendPing(ByteBuffer.allocate(0), Callback.from(this::sent, _ -> over()));
            case SILENT -> {
                drop(present);
                throw new EOFException("the client does not answer");
            }
            case TAKES_NOTHING -> {
                drop(present);
                throw new EOFException("the client takes nothing");
            }
        }
    }

    private Pulse.Finding finding() {
        lock.lock();
        try {
            Pulse.Finding finding = pulse.look();
            if (finding == Pulse.Finding.TO_PING) {
                pulse.pings();
            }
            return finding;
        } finally {
            lock.unlock();
        }
    }

    private void drop(Session present) {
        present.disconnect();
        over();
    }

    @Override
    public void say(String text) throws IOException, InterruptedException {
        send((open, done) -> open.sendText(text, done));
    }

    @Override
    public void sayBytes(byte[] bytes) throws IOException, InterruptedException {
        send((open, done) -> open.sendBinary(ByteBuffer.wrap(bytes), done));
    }

    private void send(BiConsumer<Session, Callback> message) throws IOException, InterruptedException {
        sending.lock();
        try {
            Session present = present();
            if (present == null) {
                throw new EOFException("the client is gone");
            }
            Callback.Completable done = new Callback.Completable();
            message.accept(present, done);
            try {
                done.get(bounds.sending().toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException slow) {
                drop(present);
                throw new IOException("the client takes nothing", slow);
            } catch (ExecutionException gone) {
                over();
                throw new IOException(gone);
            }
        } finally {
            sending.unlock();
        }
    }

    /**
     * While messages wait that nobody hears, neither a close nor the end of the connection, which come after them, can be seen. What a
     * client is sent after it has gone is answered with a reset, and then nothing can be sent any more.
     */
    @Override
    public Watch watch(Runnable whenGone) {
        Thread watching = Thread.ofVirtual().name("presence").start(() -> ping(whenGone));
        return () -> end(watching);
    }

    /** Interrupts a thread, and waits until it has ended. */
    static void end(Thread watching) {
        watching.interrupt();
        try {
            watching.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void ping(Runnable whenGone) {
        try {
            while (true) {
                Thread.sleep(WATCHED_PING);
                send((open, done) -> open.sendPing(ByteBuffer.allocate(0), done));
            }
        } catch (IOException gone) {
            whenGone.run();
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void end(int code, String why) {
        Session present = present();
        over();
        if (present != null) {
            present.close(code, shortened(why), Callback.from(() -> {}, _ -> present.disconnect()));
            ask(); // the client's own close has to be read
            Thread.ofVirtual().name("parting").start(() -> part(present));
        }
    }

    /** A client that does not close, whatever else it does, is not waited for. */
    private void part(Session ended) {
        long left = bounds.closing().toNanos();
        lock.lock();
        try {
            while (!gone && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        ended.disconnect();
    }

    private static String shortened(String why) {
        String text = why;
        while (text.getBytes(StandardCharsets.UTF_8).length > REASON_BYTES_MAX) {
            text = text.substring(0, text.offsetByCodePoints(text.length(), -1));
        }
        return text;
    }
}
