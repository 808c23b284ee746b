package freehold.client;

import freehold.client.ApiException.NotFound;
import freehold.client.FreeholdException.ConnectionFailed;
import freehold.client.FreeholdException.Interrupted;
import freehold.client.FreeholdException.TimedOut;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;

/**
 * A Freehold server. Threads may share one; calls block, which suits virtual threads. A thread that is interrupted gets {@link
 * Interrupted}.
 */
public final class FreeholdClient implements AutoCloseable {
    /** An upload that is slower than this counts as silence, for the JDK's client does not tell how far one is. */
    private static final long UPLOAD_BYTES_A_MS = 64;

    private final Settings settings;
    private final Transport transport;
    private final Retries retries;

    FreeholdClient(Settings settings, Transport transport, Retries retries) {
        this.settings = settings;
        this.transport = transport;
        this.retries = retries;
    }

    /** For the server that FREEHOLD_SERVER names (or http://127.0.0.1:8080), with the key in FREEHOLD_KEY. */
    public static FreeholdClient ofEnvironment() {
        return builder().build();
    }

    public static ClientBuilder builder() {
        return new ClientBuilder();
    }

    /**
     * Runs one program to its end. Whatever it does is in the verdict; only what the server declines is thrown. If the thread is
     * interrupted, the execution is cancelled.
     */
    public Execution run(ExecutionRequest request) {
        return run(request, Optional.empty());
    }

    /** The same; after {@code timeout} it is cancelled, and {@link TimedOut} is thrown. */
    public Execution run(ExecutionRequest request, Duration timeout) {
        return run(request, Optional.of(timeout));
    }

    private Execution run(ExecutionRequest request, Optional<Duration> timeout) {
        String key = newKey();
        try {
            Deadline deadline = new Deadline("the execution", timeout);
            Execution execution = submit(request, deadline.nextWait(), key, retries);
            while (!execution.isFinished()) {
                deadline.check();
                execution = get(execution.id(), deadline.nextWait());
            }
            return execution;
        } catch (TimedOut | Interrupted left) {
            abandon(request, key);
            throw left;
        }
    }

    /** Ends what was begun with that key: its id may not be known yet, and the same key and request tell it. */
    private void abandon(ExecutionRequest request, String key) {
        boolean isInterrupted = Thread.interrupted(); // or nothing could be said to the server any more
        try {
            Execution execution = submit(request, Duration.ZERO, key, Retries.NONE);
            transport.ask(Call.of("POST", Paths.execution(execution.id()) + "/cancel"), Retries.NONE);
        } catch (FreeholdException unheard) {
            // What the caller is told is why it was abandoned; its limits end it.
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Begins an execution, which is durable once this returns. */
    public Execution submit(ExecutionRequest request) {
        return submit(request, Duration.ZERO);
    }

    /** The same, and waits for its end for at most {@code wait} (up to 120 s). */
    public Execution submit(ExecutionRequest request, Duration wait) {
        return submit(request, wait, newKey());
    }

    /** The same; the same key and request within 24 hours give the same execution. */
    public Execution submit(ExecutionRequest request, Duration wait, String idempotencyKey) {
        return submit(request, wait, idempotencyKey, retries);
    }

    private Execution submit(ExecutionRequest request, Duration wait, String key, Retries tries) {
        Call call =
                Call.begin("/v1/executions" + Paths.waiting(wait), request, key).waiting(wait);
        return Json.read(Execution.class, transport.ask(call, tries).body());
    }

    /** The execution as it is. */
    public Execution get(String id) {
        return get(id, Duration.ZERO);
    }

    /** The execution as it is, or as it is at its end if that comes within {@code wait} (up to 120 s). */
    public Execution get(String id, Duration wait) {
        return read(
                Execution.class,
                Call.get(Paths.execution(id) + Paths.waiting(wait)).waiting(wait));
    }

    /** The execution at its end. */
    public Execution await(String id) {
        return await(id, Optional.empty());
    }

    /** The execution at its end; after {@code timeout} {@link TimedOut} is thrown, and it goes on. */
    public Execution await(String id, Duration timeout) {
        return await(id, Optional.of(timeout));
    }

    private Execution await(String id, Optional<Duration> timeout) {
        Deadline deadline = new Deadline(id, timeout);
        while (true) {
            Execution execution = get(id, deadline.nextWait());
            if (execution.isFinished()) {
                return execution;
            }
            deadline.check();
        }
    }

    /** Executions, newest first; pages are fetched as they are needed. */
    public Iterable<Execution> executions(Filter filter) {
        return () -> new Iterator<>() {
            private final Queue<Execution> items = new ArrayDeque<>();
            private Optional<String> cursor = Optional.empty();
            private boolean isLast;

            @Override
            public boolean hasNext() {
                while (items.isEmpty() && !isLast) {
                    Execution.Page page = read(Execution.Page.class, Call.get("/v1/executions" + filter.query(cursor)));
                    items.addAll(page.items());
                    cursor = page.next();
                    isLast = cursor.isEmpty();
                }
                return !items.isEmpty();
            }

            @Override
            public Execution next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return items.remove();
            }
        };
    }

    /** Asks for its end; one that has ended stays as it is. */
    public Execution cancel(String id) {
        return read(Execution.class, Call.of("POST", Paths.execution(id) + "/cancel"));
    }

    /** Erases an execution that has ended, and all that was kept of it. */
    public void delete(String id) {
        Call call = Call.of("DELETE", Paths.execution(id));
        boolean isLost = false;
        for (int attempt = 1; ; attempt++) {
            try {
                transport.ask(call, Retries.NONE);
                return;
            } catch (FreeholdException failure) {
                if (isLost && failure instanceof NotFound) {
                    return; // an answer was lost, and this is what was wanted
                }
                isLost |= failure instanceof ConnectionFailed;
                Transport.pause(retries.pauseAfter(attempt, failure));
            }
        }
    }

    /** What happens, as it happens. */
    public EventStream events(String id) {
        return events(id, 0);
    }

    /**
     * What happens behind an event already seen.
     *
     * @param after its {@link Event#position}
     */
    public EventStream events(String id, long after) {
        return new EventStream(transport, retries, Paths.execution(id) + "/events", after);
    }

    /** Talks to an {@code interactive} execution, or watches any; it begins with what has happened before. */
    public Conversation attach(String id) {
        return attach(id, 0);
    }

    /**
     * The same, behind an event already seen: the way back into a conversation whose connection broke.
     *
     * @param after its {@link Event#position}
     */
    public Conversation attach(String id, long after) {
        if (after < 0) {
            throw new IllegalArgumentException("not a position of an event: " + after);
        }
        String path = Paths.execution(id) + "/attach";
        for (int attempt = 1; ; attempt++) {
            try {
                return transport.converse(path, after);
            } catch (FreeholdException failure) {
                Transport.pause(retries.pauseAfter(attempt, failure)); // nothing was said yet
            }
        }
    }

    /** The bytes of a file that the execution brought back. */
    public byte[] artifact(String id, String path) {
        return transport.ask(Call.get(Paths.artifact(id, path)), retries).body();
    }

    /** Writes an artifact to a file, without holding it in memory. */
    public void download(String id, String path, Path to) throws IOException {
        Call call = Call.get(Paths.artifact(id, path));
        for (int attempt = 1; ; attempt++) {
            try (Opened opened = transport.open(call);
                    OutputStream file = Files.newOutputStream(to)) {
                for (Optional<byte[]> part = opened.next(); part.isPresent(); part = opened.next()) {
                    file.write(part.get());
                }
                return;
            } catch (FreeholdException failure) {
                Transport.pause(retries.pauseAfter(attempt, failure));
            }
        }
    }

    /** Stores bytes unless the server has them, and gives their digest, for {@link SourceFile#ofBlob}. */
    public String upload(byte[] content) {
        String digest = Digests.of(content);
        if (!hasBlob(digest)) {
            transport.ask(
                    Call.put(Paths.blob(digest), BodyPublishers.ofByteArray(content), slowest(content.length)),
                    retries);
        }
        return digest;
    }

    /** The same for a file. */
    public String upload(Path file) throws IOException {
        String digest = Digests.of(file);
        if (!hasBlob(digest)) {
            transport.ask(
                    Call.put(Paths.blob(digest), BodyPublishers.ofFile(file), slowest(Files.size(file))), retries);
        }
        return digest;
    }

    private static Duration slowest(long bytes) {
        return Duration.ofMillis(bytes / UPLOAD_BYTES_A_MS);
    }

    /** Whether the server has the content of that digest. */
    public boolean hasBlob(String digest) {
        try {
            transport.ask(Call.of("HEAD", Paths.blob(digest)), retries);
            return true;
        } catch (NotFound absent) {
            return false;
        }
    }

    /** Begins up to 1,000 executions, all or none. */
    public Batch submitBatch(List<ExecutionRequest> requests) {
        return submitBatch(requests, Map.of(), newKey());
    }

    /** The same; {@code labels} are for each of them that has none of that name. */
    public Batch submitBatch(List<ExecutionRequest> requests, Map<String, String> labels) {
        return submitBatch(requests, labels, newKey());
    }

    /** The same; the same key and requests within 24 hours give the same batch. */
    public Batch submitBatch(List<ExecutionRequest> requests, Map<String, String> labels, String idempotencyKey) {
        Map<String, Object> document = Map.of("executions", requests, "labels", labels);
        return read(Batch.class, Call.begin("/v1/batches", document, idempotencyKey));
    }

    /** The batch as it is, or as it is when all of it has ended if that comes within {@code wait} (up to 120 s). */
    public Batch getBatch(String id, Duration wait) {
        return read(Batch.class, Call.get(Paths.batch(id) + Paths.waiting(wait)).waiting(wait));
    }

    /** The batch when all of it has ended; after {@code timeout} {@link TimedOut} is thrown, and it goes on. */
    public Batch awaitBatch(String id, Duration timeout) {
        Deadline deadline = new Deadline(id, Optional.of(timeout));
        while (true) {
            Batch batch = getBatch(id, deadline.nextWait());
            if (batch.isFinished()) {
                return batch;
            }
            deadline.check();
        }
    }

    /** Stores a value of 4 to 65,536 bytes as the newest version of a secret; it is never given back. Needs the right {@code secrets}. */
    public Secret putSecret(String name, byte[] value) {
        return read(Secret.class, Call.put(Paths.secret(name), BodyPublishers.ofByteArray(value), Duration.ZERO));
    }

    /** The names and newest versions of what is stored; never a value. */
    public List<Secret> secrets() {
        return read(Secret.Stored.class, Call.get("/v1/secrets")).items();
    }

    /** Erases all values of a secret. Executions that wait for it are cancelled when their turn comes. */
    public void deleteSecret(String name) {
        transport.ask(Call.of("DELETE", Paths.secret(name)), retries);
    }

    /** The signed receipt of an execution that has ended, as a DSSE envelope in JSON, not verified: {@code freehold receipt verify} does that. */
    public byte[] receipt(String id) {
        return transport
                .ask(Call.get(Paths.execution(id) + "/receipt"), retries)
                .body();
    }

    /** What can be run here, and what cannot and why. */
    public List<Runtime> runtimes() {
        return read(Runtime.Catalogue.class, Call.get("/v1/runtimes")).items();
    }

    /** One of them, by its name or an alias. */
    public Runtime runtime(String name) {
        return read(Runtime.class, Call.get(Paths.runtime(name)));
    }

    private <T> T read(Class<T> kind, Call call) {
        return Json.read(kind, transport.ask(call, retries).body());
    }

    private static String newKey() {
        return UUID.randomUUID().toString();
    }

    @Override
    public void close() {
        transport.close();
    }

    @Override
    public String toString() {
        return "FreeholdClient[" + settings + "]";
    }
}
