package freehold.control.http;

import freehold.control.blob.BlobStore;
import freehold.control.execution.Batches;
import freehold.control.record.Batch;
import freehold.control.record.IdempotencyKey;
import freehold.control.tenancy.Caller;
import freehold.execution.BatchId;
import freehold.execution.Execution;
import freehold.execution.ExecutionId;
import freehold.refusal.NotFound;
import freehold.refusal.Refusal;
import freehold.tenant.TenantId;
import freehold.wire.api.BatchDecoder;
import freehold.wire.api.BatchWriter;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Batches over HTTP. */
final class BatchRoutes {
    /** A batch may be this many times as long as a body that asks for one execution. */
    private static final int BODIES = 4;

    private final Batches batches;
    private final BlobStore blobs;
    private final Body body;
    private final Room room;

    BatchRoutes(Batches batches, BlobStore blobs, Body body, Room room) {
        this.batches = batches;
        this.blobs = blobs;
        this.body = body;
        this.room = room;
    }

    void submit(Context context, Caller caller) throws IOException {
        Optional<Refusal> refusal = ExecutionRoutes.keyRefusal(context);
        if (refusal.isPresent()) {
            Replies.refusal(context, refusal.get());
            return;
        }
        switch (body.read(context, BODIES)) {
            case Body.Read.Declined(Refusal declined) -> Replies.refusal(context, declined);
            case Body.Read.Whole(byte[] bytes) -> {
                switch (BatchDecoder.decode(bytes, digest -> blobs.renew(caller.tenant(), digest))) {
                    case BatchDecoder.Batch.Declined(Refusal declined) -> Replies.refusal(context, declined);
                    case BatchDecoder.Batch.Understood(var items) -> submit(context, caller, items, bytes);
                }
            }
        }
    }

    private void submit(Context context, Caller caller, List<BatchDecoder.Item> read, byte[] bytes) throws IOException {
        List<Batches.Item> items = new ArrayList<>();
        for (BatchDecoder.Item each : read) {
            items.add(new Batches.Item(BatchDecoder.place(items.size()), each.request(), each.body()));
        }
        Optional<IdempotencyKey> key = ExecutionRoutes.key(context, bytes);
        switch (batches.submit(caller.tenant(), items, key)) {
            case Batches.Handed.Declined(Refusal declined) -> Replies.refusal(context, declined);
            case Batches.Handed.Kept(Batch batch) -> {
                context.header("Location", "/v1/batches/" + batch.id());
                send(context, 202, caller.tenant(), batch);
            }
        }
    }

    void one(Context context, Caller caller, Parameters parameters) throws IOException, InterruptedException {
        Duration wait = parameters.waiting(Duration.ZERO);
        if (parameters.refusal().isPresent()) {
            Replies.refusal(context, parameters.refusal().get());
            return;
        }
        String id = context.pathParam("id");
        Optional<Batch> batch = BatchId.isOne(id) ? batches.find(caller.tenant(), new BatchId(id)) : Optional.empty();
        if (batch.isEmpty()) {
            Replies.refusal(context, new NotFound(NotFound.Thing.BATCH));
            return;
        }
        batches.await(batch.get(), wait);
        send(context, 200, caller.tenant(), batch.get());
    }

    private void send(Context context, int status, TenantId tenant, Batch batch) throws IOException {
        int finished = batches.finished(batch);
        context.status(status).contentType("application/json");
        try (Items items = new Items(tenant, batch)) {
            BatchWriter.write(context.outputStream(), batch.id(), batch.createdAt(), finished, batch.total(), items);
        } catch (UncheckedIOException noRoom) {
            throw noRoom.getCause();
        }
    }

    /** One after the other, each with room for its output as long as it is being written; those that were erased are left out. */
    private final class Items implements Iterator<Execution>, AutoCloseable {
        private final TenantId tenant;
        private final Batch batch;
        private final Iterator<ExecutionId> ids;
        private Room.Loaded<Optional<Execution>> loaded = nothing();
        private boolean isGiven;

        Items(TenantId tenant, Batch batch) {
            this.tenant = tenant;
            this.batch = batch;
            this.ids = batch.executions().iterator();
        }

        private static Room.Loaded<Optional<Execution>> nothing() {
            return new Room.Loaded<>(Optional.empty(), () -> {});
        }

        @Override
        public boolean hasNext() {
            if (isGiven) {
                close();
                isGiven = false;
            }
            while (loaded.value().isEmpty() && ids.hasNext()) {
                loaded = load(ids.next());
            }
            return loaded.value().isPresent();
        }

        private Room.Loaded<Optional<Execution>> load(ExecutionId id) {
            try {
                return room.load(
                                tenant,
                                () -> batches.one(batch, id),
                                found -> found.map(Execution::outputBytes).orElse(0L))
                        .orElseThrow(() -> new IOException("no room"));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new UncheckedIOException(new IOException("interrupted", interrupted));
            }
        }

        @Override
        public Execution next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            isGiven = true;
            return loaded.value().orElseThrow();
        }

        @Override
        public void close() {
            loaded.close();
            loaded = nothing();
        }
    }
}
