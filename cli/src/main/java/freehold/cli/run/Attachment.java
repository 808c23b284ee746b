package freehold.cli.run;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.remote.RemoteServer;
import freehold.wire.client.EventJson;
import freehold.wire.client.ProblemJson;
import freehold.wire.client.SpeechJson;
import freehold.wire.link.Speech;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A conversation with the program of an execution on a server, over as many connections as it takes: each event is told once. Only the
 * event of the end ends it well.
 */
final class Attachment {
    private final HttpClient client;
    private final RemoteServer server;
    private final String id;
    private final Observer observer;
    private final Supplier<Optional<Speech>> greeting;
    private final Patience patience;
    private final Attempts attempts;
    private final CompletableFuture<Parting> left = new CompletableFuture<>();
    private final ReentrantLock saying = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // guarded by lock
    private Optional<Connection> current = Optional.empty();
    private boolean over;

    // guarded by this
    private long position;
    private String refusal = "";

    private Attachment(
            HttpClient client,
            RemoteServer server,
            String id,
            Observer observer,
            Supplier<Optional<Speech>> greeting,
            Patience patience) {
        this.client = client;
        this.server = server;
        this.id = id;
        this.observer = observer;
        this.greeting = greeting;
        this.patience = patience;
        this.attempts = new Attempts(patience);
    }

    /**
     * Opens it. The observer is told, in the server's words, of what was not passed on.
     *
     * @param greeting what each connection begins with
     */
    static Attachment open(
            HttpClient client,
            RemoteServer server,
            String id,
            Observer observer,
            Supplier<Optional<Speech>> greeting,
            Patience patience) {
        Attachment attachment = new Attachment(client, server, id, observer, greeting, patience);
        try {
            attachment.connect();
        } catch (WebSocketHandshakeException answer) {
            throw attachment.declined(answer.getResponse());
        } catch (IOException failed) {
            throw server.unreachable(failed);
        }
        return attachment;
    }

    private Connection connect() throws IOException {
        Connection connection =
                Connection.open(client, server, "/v1/executions/" + id + "/attach?after=" + position(), this::tell);
        greeting.get().ifPresent(first -> connection.say(SpeechJson.of(first)));
        become(Optional.of(connection));
        return connection;
    }

    private Declined declined(HttpResponse<?> answer) {
        return switch (answer.statusCode()) {
            case 401 -> server.unauthenticated();
            case 403 ->
                new Declined(
                        ExitStatus.USAGE,
                        "this key may not attach to executions; use one with the right read, and run to speak");
            case 404 ->
                new Declined(
                        ExitStatus.USAGE,
                        "there is no execution " + id + " there; check the id, and which --server and --key are meant");
            default ->
                new Declined(
                        ExitStatus.UNAVAILABLE,
                        ProblemJson.read(answer.statusCode(), body(answer)).sentence());
        };
    }

    private static byte[] body(HttpResponse<?> answer) {
        return answer.body() instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : new byte[0];
    }

    /**
     * Says something, and waits until it is on its way, over the next connection if one breaks. What nobody is there to hear any more is
     * forgotten.
     */
    void say(Speech speech) throws InterruptedException {
        String message = SpeechJson.of(speech);
        saying.lockInterruptibly();
        try {
            Optional<Connection> connection = other(Optional.empty());
            while (connection.isPresent() && !connection.get().say(message)) {
                connection = other(connection);
            }
        } finally {
            saying.unlock();
        }
    }

    /** The present connection, once it is another than the one that failed; empty when there will be none. */
    private Optional<Connection> other(Optional<Connection> failed) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!over && current.equals(failed)) {
                changed.await();
            }
            return over ? Optional.empty() : current;
        } finally {
            lock.unlock();
        }
    }

    private void become(Optional<Connection> connection) {
        lock.lock();
        try {
            current = connection;
            over |= connection.isEmpty();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Hears until the program has ended, or the caller has left. A conversation that can be held no longer is declined.
     *
     * @return the execution as the event of its end has it; empty if the caller left
     */
    Optional<String> await() throws InterruptedException {
        Optional<Connection> connection = other(Optional.empty());
        try {
            while (connection.isPresent()) {
                Parting parting = parting(connection.get());
                if (parting instanceof Parting.Finished(String execution)) {
                    return Optional.of(execution);
                }
                connection = next(connection.get(), parting);
            }
            return Optional.empty();
        } finally {
            become(Optional.empty());
        }
    }

    /** The connection that follows upon this one; empty if none has to. */
    private Optional<Connection> next(Connection connection, Parting parting) throws InterruptedException {
        return switch (parting) {
            case Parting.Finished _ -> Optional.empty();
            case Parting.Left() -> {
                connection.close();
                yield Optional.empty();
            }
            case Parting.Dismissed(String reason) ->
                throw new Declined(
                        ExitStatus.UNAVAILABLE,
                        "the server ended the conversation with " + id + ": " + reason + "; the execution may go on");
            case Parting.Broken(String why) -> {
                connection.abort();
                if (connection.lasted(patience.most())) {
                    attempts.succeeded();
                }
                Optional<Connection> fresh = reopened(why);
                if (fresh.isPresent() && connection.hasSpoken()) {
                    notice("the connection broke and is back; what was passed on last may not have arrived");
                }
                yield fresh;
            }
        };
    }

    /** A connection whose other end vanished tells nothing of it. */
    private Parting parting(Connection connection) throws InterruptedException {
        CompletableFuture<?> either = CompletableFuture.anyOf(left, connection.parting());
        while (true) {
            Duration rest = patience.silence().minus(connection.silence());
            if (!rest.isPositive()) {
                return new Parting.Broken("the server was silent for too long");
            }
            try {
                return (Parting) either.get(rest.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException _) {
                // unless it was heard of meanwhile
            } catch (ExecutionException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    private Optional<Connection> reopened(String first) throws InterruptedException {
        String why = first;
        while (true) {
            Optional<Duration> pause = attempts.pause();
            if (pause.isEmpty()) {
                throw new Declined(
                        ExitStatus.UNAVAILABLE,
                        "the conversation with " + id + " broke: " + why
                                + "; the execution may go on, and freehold attach comes back to it");
            }
            if (leavesWithin(pause.get())) {
                return Optional.empty();
            }
            try {
                return Optional.of(connect());
            } catch (WebSocketHandshakeException answer) {
                if (!RemoteServer.mayPass(answer.getResponse().statusCode())) {
                    throw declined(answer.getResponse());
                }
                why = declined(answer.getResponse()).getMessage();
            } catch (IOException unreachable) {
                why = unreachable.toString();
            }
        }
    }

    private boolean leavesWithin(Duration pause) throws InterruptedException {
        try {
            left.get(pause.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException stays) {
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Leaves; the program goes on. */
    void leave() {
        left.complete(new Parting.Left());
    }

    private synchronized long position() {
        return position;
    }

    private synchronized void notice(String sentence) {
        observer.notice(sentence);
    }

    /** A server that crashed runs what it had promised again, and tells its events from the first on. */
    private synchronized void tell(EventJson.Message event) {
        if (event.id().isPresent()) {
            if (event.id().get() <= position) {
                return;
            }
            position = event.id().get();
            attempts.succeeded();
        }
        switch (event.name()) {
            case "refused" -> refused(EventJson.detail(event.data()));
            default -> observer.heard(event);
        }
    }

    /** Each key that is typed may be refused; the caller has to read why once. */
    private void refused(String sentence) {
        if (!sentence.equals(refusal)) {
            refusal = sentence;
            observer.notice(sentence);
        }
    }
}
