package freehold.cli.run;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.remote.RemoteServer;
import freehold.execution.StepName;
import freehold.wire.client.EventJson;
import freehold.wire.client.SpeechJson;
import freehold.wire.link.Speech;
import freehold.wire.link.Stream;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A conversation with the program of an execution on a server. */
final class Attachment implements WebSocket.Listener {
    private final Observer observer;
    private final StringBuilder message = new StringBuilder();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final CompletableFuture<WebSocket> socket = new CompletableFuture<>();
    private String refusal = ""; // by the one thread that hears

    private Attachment(Observer observer) {
        this.observer = observer;
    }

    /** Opens it. The observer is told, in the server's words, of what was not passed on. */
    static Attachment open(HttpClient client, RemoteServer server, String id, Observer observer) {
        Attachment attachment = new Attachment(observer);
        WebSocket.Builder builder = client.newWebSocketBuilder();
        server.key().ifPresent(key -> builder.header("Authorization", "Bearer " + key));
        try {
            attachment.socket.complete(builder.buildAsync(server.socket("/v1/executions/" + id + "/attach"), attachment)
                    .join());
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof WebSocketHandshakeException answer
                    ? declined(answer.getResponse().statusCode(), id)
                    : new Declined(
                            ExitStatus.UNAVAILABLE,
                            "the server at " + server.address() + " cannot be reached: " + failed.getCause());
        }
        return attachment;
    }

    private static Declined declined(int status, String id) {
        return switch (status) {
            case 401 -> new Declined(ExitStatus.USAGE, "the server wants a key that it knows; see --key");
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
                        "the server answered " + status + " to an attachment; try again, or look into its log");
        };
    }

    /** Says something, and waits until it is on its way. What nobody is there to hear any more is forgotten. */
    void say(Speech speech) {
        synchronized (socket) {
            try {
                socket.join().sendText(SpeechJson.of(speech), true).join();
            } catch (CompletionException over) {
                end.complete(null);
            }
        }
    }

    /** Waits until the program has ended, or the conversation has. */
    void await() throws InterruptedException {
        try {
            end.get();
        } catch (java.util.concurrent.ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Leaves; the program goes on. */
    void leave() {
        end.complete(null);
        var _ = socket.thenCompose(open -> open.sendClose(WebSocket.NORMAL_CLOSURE, ""));
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        message.append(data);
        if (last) {
            String whole = message.toString();
            message.setLength(0);
            tell(EventJson.message(whole));
        }
        from.request(1);
        return null;
    }

    private void tell(EventJson.Message event) {
        switch (event.name()) {
            case "stdout", "stderr" -> {
                EventJson.Output output = EventJson.output(event.data());
                observer.output(
                        output.step().equals(Optional.of("build")) ? StepName.BUILD : StepName.RUN,
                        event.name().equals("stdout") ? Stream.STDOUT : Stream.STDERR,
                        output.bytes());
            }
            case "refused" -> refused(EventJson.detail(event.data()));
            case "finished" -> end.complete(null);
            default -> {}
        }
    }

    /** Each key that is typed may be refused; the caller has to read why once. */
    private void refused(String sentence) {
        if (!sentence.equals(refusal)) {
            refusal = sentence;
            observer.notice(sentence);
        }
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        end.complete(null);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        end.complete(null);
    }
}
