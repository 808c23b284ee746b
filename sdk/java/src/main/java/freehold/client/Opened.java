package freehold.client;

import freehold.client.FreeholdException.ConnectionFailed;
import freehold.client.FreeholdException.Interrupted;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An answer whose body is read bit by bit, by one thread. At most one part of it waits here: the next is asked for when it was taken. */
final class Opened implements AutoCloseable {
    private final HttpResponse<Parts> response;
    private final String server;
    private final Duration silence;

    Opened(HttpResponse<Parts> response, String server, Duration silence) {
        this.response = response;
        this.server = server;
        this.silence = silence;
    }

    int status() {
        return response.statusCode();
    }

    HttpHeaders headers() {
        return response.headers();
    }

    /** What came next; empty at the end. */
    Optional<byte[]> next() {
        try {
            return response.body().next(silence, server);
        } catch (InterruptedException interrupted) {
            close();
            Thread.currentThread().interrupt();
            throw new Interrupted(interrupted);
        }
    }

    byte[] whole() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Optional<byte[]> part = next(); part.isPresent(); part = next()) {
            all.writeBytes(part.get());
        }
        return all.toByteArray();
    }

    /** Ends the connection if the body was not read to its end. */
    @Override
    public void close() {
        response.body().cancel();
    }

    private sealed interface Signal {
        record Part(byte[] bytes) implements Signal {}

        record Failed(Throwable cause) implements Signal {}

        record End() implements Signal {}
    }

    /** Hands parts from the HTTP client's threads to the reader. */
    static final class Parts implements HttpResponse.BodySubscriber<Parts> {
        private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
        private volatile Flow.Subscription subscription = NONE;
        private boolean isAtEnd; // of the reader

        private static final Flow.Subscription NONE = new Flow.Subscription() {
            @Override
            public void request(long count) {}

            @Override
            public void cancel() {}
        };

        /** At once: the body is still to come. */
        @Override
        public CompletionStage<Parts> getBody() {
            return CompletableFuture.completedStage(this);
        }

        @Override
        public void onSubscribe(Flow.Subscription begun) {
            subscription = begun;
            begun.request(1);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            byte[] bytes =
                    new byte[buffers.stream().mapToInt(ByteBuffer::remaining).sum()];
            int begin = 0;
            for (ByteBuffer buffer : buffers) {
                int length = buffer.remaining();
                buffer.get(bytes, begin, length);
                begin += length;
            }
            signals.add(new Signal.Part(bytes));
        }

        @Override
        public void onError(Throwable cause) {
            signals.add(new Signal.Failed(cause));
        }

        @Override
        public void onComplete() {
            signals.add(new Signal.End());
        }

        Optional<byte[]> next(Duration silence, String server) throws InterruptedException {
            if (isAtEnd) {
                return Optional.empty();
            }
            return switch (signals.poll(silence.toMillis(), TimeUnit.MILLISECONDS)) {
                case null -> {
                    cancel();
                    throw new ConnectionFailed("no answer from " + server + ": it was silent for too long", null);
                }
                case Signal.Part(byte[] bytes) -> {
                    subscription.request(1);
                    yield Optional.of(bytes);
                }
                case Signal.Failed(Throwable cause) -> throw Transport.failed(server, cause);
                case Signal.End() -> {
                    isAtEnd = true;
                    yield Optional.empty();
                }
            };
        }

        void cancel() {
            subscription.cancel();
        }
    }
}
