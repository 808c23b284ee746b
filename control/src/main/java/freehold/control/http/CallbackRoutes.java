package freehold.control.http;

import freehold.control.callback.Courier;
import freehold.control.callback.Deliveries;
import freehold.control.callback.Delivery;
import freehold.control.record.RecordUnavailable;
import freehold.control.tenancy.Caller;
import freehold.execution.CallbackId;
import freehold.refusal.NotFound;
import freehold.wire.api.CallbackWriter;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Messages to third parties over HTTP: what became of them, and trying once more. */
final class CallbackRoutes {
    private final Deliveries deliveries;
    private final Courier courier;
    private final InstantSource clock;

    CallbackRoutes(Deliveries deliveries, Courier courier, InstantSource clock) {
        this.deliveries = deliveries;
        this.courier = courier;
        this.clock = clock;
    }

    void list(Context context, Caller caller, Parameters parameters) {
        Optional<Delivery.State> state = parameters.deliveryState();
        Optional<CallbackId> before = parameters.callbackCursor();
        int size = parameters.pageSize();
        if (parameters.refusal().isPresent()) {
            Replies.refusal(context, parameters.refusal().get());
            return;
        }
        List<Delivery> found = deliveries.list(caller.tenant(), state, before, size + 1);
        List<Delivery> page = found.subList(0, Math.min(size, found.size()));
        Optional<String> next =
                found.size() > size ? Optional.of(page.getLast().id().value()) : Optional.empty();
        Replies.json(
                context,
                200,
                CallbackWriter.page(page.stream().map(Deliveries::message).toList(), next));
    }

    void one(Context context, Caller caller) {
        answer(context, 200, id(context).flatMap(id -> deliveries.find(caller.tenant(), id)));
    }

    void redeliver(Context context, Caller caller) {
        Optional<Delivery> again = id(context)
                .filter(id -> RecordUnavailable.joined(deliveries.redeliver(caller.tenant(), id, clock.instant())))
                .flatMap(id -> deliveries.find(caller.tenant(), id));
        courier.wake();
        answer(context, 202, again);
    }

    void secret(Context context, Caller caller) {
        Replies.json(context, 200, CallbackWriter.secret(courier.secretOf(caller.tenant())));
    }

    private static void answer(Context context, int status, Optional<Delivery> delivery) {
        if (delivery.isPresent()) {
            Replies.json(context, status, CallbackWriter.one(Deliveries.message(delivery.get())));
        } else {
            Replies.refusal(context, new NotFound(NotFound.Thing.CALLBACK));
        }
    }

    private static Optional<CallbackId> id(Context context) {
        String text = context.pathParam("id");
        return CallbackId.isOne(text) ? Optional.of(new CallbackId(text)) : Optional.empty();
    }
}
