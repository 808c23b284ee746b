package freehold.client;

import freehold.client.FreeholdException.Interrupted;
import freehold.client.FreeholdException.UnexpectedAnswer;
import java.net.http.HttpHeaders;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.JsonNode;

/**
 * A program that is talked to. Its events, up to {@link Event.Finished}, are gone through once, by one thread; others may speak meanwhile.
 * What the server does not pass on, as input to a program that has none, is an {@link Event.Refused}. A connection that breaks is thrown,
 * for what was being said may be lost: come back by {@link FreeholdClient#attach(String, long)}. Closing it does not end the execution.
 */
public final class Conversation implements Iterable<Event>, AutoCloseable {
    /** Of one message; in base64, it has to fit into 256 KiB. */
    private static final int INPUT_MOST_BYTES = 128 << 10;

    private static final Duration FAREWELL_MOST = Duration.ofSeconds(2);

    private final String server;
    private final WebSocket socket;
    private final Inbox inbox;
    private final ReentrantLock saying = new ReentrantLock();
    private CompletableFuture<?> sent = CompletableFuture.completedFuture(null); // guarded by saying

    // of the reader
    private Optional<Event> waiting = Optional.empty();
    private long position;
    private boolean isOver;

    private record Message(String event, Optional<Long> id, JsonNode data) {
        Message {
            Objects.requireNonNull(event, "event");
            Objects.requireNonNull(data, "data");
            id = Objects.requireNonNullElse(id, Optional.empty());
        }
    }

    Conversation(String server, WebSocket socket, Inbox inbox, long after) {
        this.server = server;
        this.socket = socket;
        this.inbox = inbox;
        this.position = after;
    }

    /** Says it to the program's standard input; blocks while the program leaves too much of it unread. */
    public void write(String text) {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same for bytes. */
    public void write(byte[] content) {
        for (int begin = 0; begin < content.length; begin += INPUT_MOST_BYTES) {
            byte[] part = Arrays.copyOfRange(content, begin, Math.min(content.length, begin + INPUT_MOST_BYTES));
            say(Map.of("stdin_base64", Base64.getEncoder().encodeToString(part)));
        }
    }

    /** Nothing more is said to standard input. On a terminal this types its end-of-file character, and more may follow. */
    public void endInput() {
        say(Map.of("eof", true));
    }

    public void signal(Signal signal) {
        say(Map.of("signal", signal));
    }

    /** The program's terminal has another size. */
    public void resize(int rows, int columns) {
        say(Map.of("resize", new ExecutionRequest.Terminal(rows, columns)));
    }

    private void say(Map<String, ?> message) {
        String text = new String(Json.write(message), StandardCharsets.UTF_8);
        try {
            saying.lockInterruptibly();
            try {
                CompletableFuture.anyOf(sent, inbox.end()).get(); // whoever was interrupted left one on its way
                sent = socket.sendText(text, true);
                CompletableFuture.anyOf(sent, inbox.end()).get();
                if (!sent.isDone()) {
                    throw Transport.failed(server, new IllegalStateException("the conversation is over"));
                }
            } finally {
                saying.unlock();
            }
        } catch (ExecutionException broken) {
            throw Transport.failed(server, broken.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Interrupted(interrupted);
        }
    }

    /** The one iterator of this conversation, each time. */
    @Override
    public Iterator<Event> iterator() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                while (waiting.isEmpty() && !isOver) {
                    read();
                }
                return waiting.isPresent();
            }

            @Override
            public Event next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                Event event = waiting.orElseThrow();
                waiting = Optional.empty();
                return event;
            }
        };
    }

    private void read() {
        try {
            Optional<String> message = inbox.next(socket);
            waiting = message.flatMap(this::event);
            isOver = message.isEmpty()
                    || waiting.filter(Event.Finished.class::isInstance).isPresent();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Interrupted(interrupted);
        }
    }

    /** Empty where a newer server has more to say. */
    private Optional<Event> event(String text) {
        Message message = Json.read(Message.class, text.getBytes(StandardCharsets.UTF_8));
        byte[] data = Json.write(message.data());
        if (message.event().equals("refused")) {
            return Optional.of(refused(message.data().path("status").asInt(0), data));
        }
        if (message.id().isEmpty()) {
            return Optional.empty();
        }
        Optional<Event> event = EventParser.event(message.event(), message.id().get(), data);
        position = message.id().get();
        return event;
    }

    private Event refused(int status, byte[] data) {
        FreeholdException reason = ApiException.of(status, HttpHeaders.of(Map.of(), (name, value) -> true), data);
        if (reason instanceof ApiException declined) {
            return new Event.Refused(position, declined);
        }
        throw new UnexpectedAnswer("a refusal has the status " + status, reason);
    }

    /** Leaves; the program goes on. */
    @Override
    public void close() {
        inbox.leave();
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "")
                .orTimeout(FAREWELL_MOST.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((closed, failure) -> socket.abort());
    }
}
