package freehold.control.http;

import freehold.control.blob.BlobStore;
import freehold.control.exchange.Terms;
import freehold.control.execution.EventSource;
import freehold.control.execution.Executions;
import freehold.control.execution.Live;
import freehold.control.execution.Submission;
import freehold.control.rate.HeapShares;
import freehold.control.record.Filter;
import freehold.control.record.IdempotencyKey;
import freehold.control.tenancy.Caller;
import freehold.execution.Artifact;
import freehold.execution.Execution;
import freehold.execution.ExecutionId;
import freehold.execution.Outcome;
import freehold.execution.Request;
import freehold.execution.State;
import freehold.quantity.Digest;
import freehold.refusal.FieldFault;
import freehold.refusal.Invalid;
import freehold.refusal.NotFound;
import freehold.refusal.Refusal;
import freehold.wire.api.Decoded;
import freehold.wire.api.ExecutionWriter;
import freehold.wire.api.MediaType;
import freehold.wire.api.RequestDecoder;
import freehold.wire.link.Tail;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Executions over HTTP. */
final class ExecutionRoutes {
    private static final String ID = "id";

    /** Less than Jetty gathers ({@code HttpConfiguration.outputAggregationSize}): to write so much never waits. */
    private static final int AT_ONCE_BYTES = 8_000;

    /** Labels and artifacts, each: of more the document is rarely so short. */
    private static final int AT_ONCE_MEMBERS = 16;

    private static final int PIECE_BYTES = 16 << 10;

    private final Executions executions;
    private final BlobStore blobs;
    private final Body body;
    private final Following following;
    private final Room room;
    private final Acts acts;
    private final Executor threads;

    ExecutionRoutes(
            Executions executions,
            BlobStore blobs,
            Body body,
            Following following,
            Room room,
            Acts acts,
            Executor threads) {
        this.executions = executions;
        this.blobs = blobs;
        this.body = body;
        this.following = following;
        this.room = room;
        this.acts = acts;
        this.threads = threads;
    }

    void submit(Context context, Caller caller, Parameters parameters) throws IOException, InterruptedException {
        Optional<Duration> wait = parameters.waiting();
        Optional<Refusal> refusal = parameters.refusal().or(() -> keyRefusal(context));
        if (refusal.isPresent()) {
            Replies.refusal(context, refusal.get());
            return;
        }
        switch (body.read(context)) {
            case Body.Read.Declined(Refusal declined) -> Replies.refusal(context, declined);
            case Body.Read.Whole(byte[] bytes) -> {
                switch (RequestDecoder.decode(bytes, digest -> blobs.renew(caller.tenant(), digest))) {
                    case Decoded.Declined(Refusal declined) -> Replies.refusal(context, declined);
                    case Decoded.Understood(Request request) ->
                        submit(context, caller, request, bytes, wait.orElseGet(() -> waitOf(request)));
                }
            }
        }
    }

    /** Whoever is to talk to it needs its name at once. */
    private static Duration waitOf(Request request) {
        return request.dialogue().isOpen() ? Duration.ZERO : WaitText.DEFAULT;
    }

    private void submit(Context context, Caller caller, Request request, byte[] bytes, Duration wait)
            throws IOException, InterruptedException {
        Optional<IdempotencyKey> key = key(context, bytes);
        switch (executions.submit(caller.tenant(), request, bytes, key)) {
            case Submission.Declined(Refusal refusal) -> Replies.refusal(context, refusal);
            case Submission.Known(Execution execution) ->
                answer(
                        context,
                        caller,
                        execution.state() == State.FINISHED
                                ? execution
                                : executions
                                        .await(caller.tenant(), execution.id(), wait)
                                        .orElse(execution));
            case Submission.Joined(Live live) -> answer(context, caller, live.await(wait));
            case Submission.Begun(Live live) -> {
                Begun begun = new Begun(context, caller, live, key.isPresent());
                if (wait.isZero()) {
                    begun.answer(live.now());
                } else {
                    context.future(() -> begun.answered(
                            key.isPresent() ? live.end(wait) : following.end(context.req(), live, wait),
                            new LateAnswer()));
                }
            }
        }
    }

    /** An execution of which this request is to be told. */
    private final class Begun {
        private final Context context;
        private final Caller caller;
        private final Live live;
        private final boolean kept; // in the record already

        Begun(Context context, Caller caller, Live live, boolean kept) {
            this.context = context;
            this.caller = caller;
            this.live = live;
            this.kept = kept;
        }

        void answer(Execution now) throws IOException, InterruptedException {
            answer(now, LateAnswer.Writing::write);
        }

        private void answer(Execution now, Telling telling) throws IOException, InterruptedException {
            boolean promised = now.state() == State.FINISHED || kept;
            if (!promised || !executions.isSureOfRecord()) {
                executions.promise(live);
            }
            ExecutionRoutes.this.answer(context, caller, now, telling);
        }

        /**
         * Answers when that is known. The thread that carried it out tells a short one itself, for to wake another, which is then to get a
         * processor, takes longer than that; it hands over whatever a client could keep it with.
         */
        CompletableFuture<Void> answered(CompletableFuture<Execution> end, LateAnswer late) {
            context.req().getAsyncContext().addListener(late);
            var _ = end.whenComplete((now, failed) -> {
                try {
                    if (failed != null) {
                        throw new CompletionException(failed);
                    }
                    Optional<byte[]> atOnce = atOnce(now);
                    if (atOnce.isEmpty()) {
                        threads.execute(() -> handedOver(now, late));
                        return;
                    }
                    late.tell(() -> {
                        context.status(200).contentType("application/json");
                        // not the stream of the context, which is closed in the end: that waits for the client
                        context.res().getOutputStream().write(atOnce.get());
                    });
                } catch (IOException | InterruptedException | RuntimeException | Error failure) {
                    threads.execute(() -> late.fail(failure)); // what is said of it may wait for the client
                }
            });
            return late.told();
        }

        private void handedOver(Execution now, LateAnswer late) {
            try {
                answer(now, late::tell);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                late.fail(stopping);
            } catch (IOException | RuntimeException | Error failed) {
                late.fail(failed);
            }
        }

        /** An answer that fits into what the web server gathers before it writes. Fellows' reports come on one thread for all of them. */
        private Optional<byte[]> atOnce(Execution now) {
            boolean isShort = now.state() == State.FINISHED
                    && now.outputBytes() <= AT_ONCE_BYTES / 2
                    && now.labels().size() <= AT_ONCE_MEMBERS
                    && now.outcome().map(Outcome::artifacts).orElse(List.of()).size() <= AT_ONCE_MEMBERS
                    && !executions.hasFellows()
                    && executions.isSureOfRecord();
            return isShort
                    ? Optional.of(ExecutionWriter.bytes(now)).filter(bytes -> bytes.length <= AT_ONCE_BYTES)
                    : Optional.empty();
        }
    }

    /** By whom, or under which condition, the client is told. */
    private interface Telling {
        void tell(LateAnswer.Writing answer) throws IOException, InterruptedException;
    }

    private void answer(Context context, Caller caller, Execution execution) throws IOException, InterruptedException {
        answer(context, caller, execution, LateAnswer.Writing::write);
    }

    private void answer(Context context, Caller caller, Execution execution, Telling telling)
            throws IOException, InterruptedException {
        if (execution.state() == State.FINISHED) {
            Optional<HeapShares.Held> held = room.take(caller.tenant(), execution.outputBytes(), Terms.PATIENCE);
            if (held.isEmpty()) {
                telling.tell(() -> Replies.refusal(context, Room.FULL));
                return;
            }
            try (HeapShares.Held _ = held.get()) {
                telling.tell(() -> write(context, 200, execution));
            }
        } else {
            telling.tell(() -> {
                context.header("Location", "/v1/executions/" + execution.id());
                Replies.json(context, 202, ExecutionWriter.bytes(execution));
            });
        }
    }

    private static void write(Context context, int status, Execution execution) throws IOException {
        context.status(status).contentType("application/json");
        ExecutionWriter.write(context.outputStream(), execution);
    }

    /** Answers with an execution that is read, or says that there is none. */
    private void send(Context context, Caller caller, int status, Room.Source<Optional<Execution>> source)
            throws IOException, InterruptedException {
        boolean passed = room.pass(caller.tenant(), source, ExecutionRoutes::outputBytes, found -> {
            if (found.isPresent()) {
                write(context, status, found.get());
            } else {
                missing(context);
            }
        });
        if (!passed) {
            Replies.refusal(context, Room.FULL);
        }
    }

    private static long outputBytes(Optional<Execution> execution) {
        return execution.map(Execution::outputBytes).orElse(0L);
    }

    /** The one that came with this body; {@link #keyRefusal} has found no fault in it. */
    static Optional<IdempotencyKey> key(Context context, byte[] body) {
        return Optional.ofNullable(context.header("Idempotency-Key"))
                .map(value -> new IdempotencyKey(value, Digest.of(body)));
    }

    static Optional<Refusal> keyRefusal(Context context) {
        String key = context.header("Idempotency-Key");
        return key == null || IdempotencyKey.isOne(key)
                ? Optional.empty()
                : Optional.of(new Invalid(
                        List.of(new FieldFault("#", "The header Idempotency-Key has 1 to 255 printable characters"))));
    }

    void one(Context context, Caller caller, Parameters parameters) throws IOException, InterruptedException {
        Duration wait = parameters.waiting(Duration.ZERO);
        if (parameters.refusal().isPresent()) {
            Replies.refusal(context, parameters.refusal().get());
            return;
        }
        Optional<ExecutionId> id = id(context);
        send(
                context,
                caller,
                200,
                () -> id.isPresent() ? executions.await(caller.tenant(), id.get(), wait) : Optional.empty());
    }

    void list(Context context, Caller caller, Parameters parameters) throws IOException, InterruptedException {
        Filter filter = parameters.filter();
        int size = parameters.pageSize();
        if (parameters.refusal().isPresent()) {
            Replies.refusal(context, parameters.refusal().get());
            return;
        }
        boolean passed = room.pass(
                caller.tenant(),
                () -> executions.list(caller.tenant(), filter, size),
                page -> Room.outputBytes(page.executions()),
                page -> {
                    context.status(200).contentType("application/json");
                    ExecutionWriter.page(
                            context.outputStream(),
                            page.executions(),
                            page.next().map(ExecutionId::value));
                });
        if (!passed) {
            Replies.refusal(context, Room.FULL);
        }
    }

    void cancel(Context context, Caller caller) throws IOException, InterruptedException {
        Optional<ExecutionId> id = id(context);
        if (id.isPresent() && executions.goesOn(caller.tenant(), id.get())) {
            acts.write(context, caller, "execution.cancelled", id.get().value());
        }
        boolean known = id.isPresent() && executions.cancel(caller.tenant(), id.get());
        send(context, caller, 202, () -> known ? executions.find(caller.tenant(), id.get()) : Optional.empty());
    }

    void erase(Context context, Caller caller) {
        Optional<ExecutionId> id = id(context);
        Optional<Refusal> refusal = id.isPresent()
                ? executions.erase(
                        caller.tenant(),
                        id.get(),
                        acts.act(context, caller, "execution.erased", id.get().value()))
                : Optional.of(new NotFound(NotFound.Thing.EXECUTION));
        if (refusal.isPresent()) {
            Replies.refusal(context, refusal.get());
        } else {
            context.status(204);
        }
    }

    /** The path is compared with those that the execution has, and nothing is opened by it. */
    void artifact(Context context, Caller caller) throws IOException {
        String path = context.pathParam("path");
        Optional<Artifact> artifact = id(context)
                .flatMap(id -> executions.withoutOutput(caller.tenant(), id))
                .flatMap(Execution::outcome)
                .flatMap(outcome -> outcome.artifact(path));
        if (artifact.isEmpty()) {
            Replies.refusal(context, new NotFound(NotFound.Thing.ARTIFACT));
            return;
        }
        Artifact found = artifact.get();
        String tag = '"' + found.digest().hex() + '"';
        ByteRange range = range(context, tag, found.sizeBytes());
        long first = range instanceof ByteRange.Part part ? part.first() : 0;
        Optional<Tail> content = blobs.open(caller.tenant(), found.digest(), first);
        if (content.isEmpty()) {
            Replies.refusal(context, new NotFound(NotFound.Thing.ARTIFACT));
            return;
        }
        try (InputStream bytes = content.get().bytes()) {
            context.header("ETag", tag);
            context.header("Accept-Ranges", "bytes");
            if (hasAlready(context.header("If-None-Match"), tag)) {
                context.status(304);
                return;
            }
            switch (range) {
                case ByteRange.Beyond() -> Replies.problem(context, Problem.beyond(found.sizeBytes()));
                case ByteRange.Whole() -> {
                    begin(context, 200, found, found.sizeBytes());
                    bytes.transferTo(context.outputStream());
                }
                case ByteRange.Part part -> {
                    begin(context, 206, found, part.count());
                    context.header(
                            "Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + found.sizeBytes());
                    transfer(bytes, part.count(), context.outputStream());
                }
            }
        }
    }

    private static void begin(Context context, int status, Artifact artifact, long bytes) {
        context.status(status).contentType(MediaType.of(artifact.path()));
        context.header("Content-Disposition", Attachment.header(artifact.path()));
        context.res().setContentLengthLong(bytes);
    }

    private static void transfer(InputStream bytes, long count, OutputStream out) throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        long left = count;
        while (left > 0) {
            int read = bytes.read(piece, 0, (int) Math.min(piece.length, left));
            if (read < 0) {
                throw new EOFException("an artifact is shorter than its record has it");
            }
            out.write(piece, 0, read);
            left -= read;
        }
    }

    /** If-Range wants the very bytes (RFC 9110, section 13.1.5); a date is never that of an artifact, which has none. */
    private static ByteRange range(Context context, String tag, long size) {
        String known = context.header("If-Range");
        boolean isOther = known != null && !known.strip().equals(tag);
        if (isOther || !context.method().equals(HandlerType.GET)) {
            return new ByteRange.Whole();
        }
        return ByteRange.of(String.join(",", Collections.list(context.req().getHeaders("Range"))), size);
    }

    /** Whether who asks names what they would be sent (RFC 9110, section 13.1.2). */
    private static boolean hasAlready(@Nullable String known, String tag) {
        return known != null
                && Arrays.stream(known.split(","))
                        .map(String::strip)
                        .anyMatch(each -> each.equals("*") || each.equals(tag) || each.equals("W/" + tag));
    }

    void events(Context context, Caller caller) throws IOException, InterruptedException {
        Optional<ExecutionId> id = id(context);
        Optional<Long> after = EventStream.position(context.header("Last-Event-ID"));
        boolean passed = room.pass(
                caller.tenant(),
                () -> id.flatMap(each -> executions.events(caller.tenant(), each)),
                found -> found.map(EventSource::replayedBytes).orElse(0L),
                found -> events(context, caller, id, found, after));
        if (!passed) {
            Replies.refusal(context, Room.FULL);
        }
    }

    private void events(
            Context context, Caller caller, Optional<ExecutionId> id, Optional<EventSource> found, Optional<Long> after)
            throws IOException, InterruptedException {
        if (found.isEmpty()) {
            missing(context);
        } else if (after.isEmpty()) {
            Replies.refusal(
                    context,
                    new Invalid(List.of(new FieldFault("#", "The header Last-Event-ID must be the id of an event"))));
        } else {
            boolean hasRoom = found.get().replayedBytes() > 0;
            EventStream.send(
                    context, found.get().readAfter(after.get()), out -> end(out, caller, id.orElseThrow(), hasRoom));
        }
    }

    /** Writes the execution as it is at its end. Who finds no room comes back, with the id of the event before. */
    private void end(OutputStream out, Caller caller, ExecutionId id, boolean hasRoom)
            throws IOException, InterruptedException {
        boolean passed = room.pass(
                caller.tenant(),
                () -> executions.find(caller.tenant(), id),
                found -> hasRoom ? 0 : outputBytes(found),
                found -> ExecutionWriter.write(
                        out, found.orElseThrow(() -> new IOException("erased while its events were read"))));
        if (!passed) {
            throw new IOException("no room");
        }
    }

    static void missing(Context context) {
        Replies.refusal(context, new NotFound(NotFound.Thing.EXECUTION));
    }

    static Optional<ExecutionId> id(Context context) {
        String text = context.pathParam(ID);
        return ExecutionId.isOne(text) ? Optional.of(new ExecutionId(text)) : Optional.empty();
    }
}
