package freehold.control.http;

import freehold.control.secret.By;
import freehold.control.secret.Kept;
import freehold.control.secret.Secrets;
import freehold.control.tenancy.Caller;
import freehold.quantity.Bytes;
import freehold.refusal.FieldFault;
import freehold.refusal.Invalid;
import freehold.refusal.NotFound;
import freehold.refusal.Refusal;
import freehold.refusal.TooLarge;
import freehold.secret.SecretName;
import freehold.wire.api.SecretWriter;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Secrets over HTTP: raw bytes in, and never out again. Each change is a line of the ledger, with names and versions alone. */
final class SecretRoutes {
    private static final Bytes MOST = new Bytes(Secrets.VALUE_BYTES_MAX);

    private final Secrets secrets;

    SecretRoutes(Secrets secrets) {
        this.secrets = secrets;
    }

    void list(Context context, Caller caller) {
        Replies.json(
                context,
                200,
                SecretWriter.list(secrets.list(caller.tenant()).stream()
                        .map(SecretRoutes::item)
                        .toList()));
    }

    void put(Context context, Caller caller) throws IOException {
        Optional<SecretName> name = name(context);
        Optional<Refusal> refusal = refusal(context, name);
        if (refusal.isPresent()) {
            Replies.refusal(context, refusal.get());
            return;
        }
        byte[] value = value(context);
        if (value.length > MOST.count()) {
            Replies.refusal(context, new TooLarge(TooLarge.Part.SECRET, MOST, Optional.empty()));
            return;
        }
        switch (secrets.put(caller.tenant(), name.orElseThrow(), value, by(context, caller))) {
            case Secrets.Put.Declined(Refusal declined) -> Replies.refusal(context, declined);
            case Secrets.Put.Done(Kept kept) ->
                Replies.json(context, kept.version().number() == 1 ? 201 : 200, SecretWriter.one(item(kept)));
        }
    }

    void delete(Context context, Caller caller) {
        Optional<SecretName> name = name(context);
        if (name.isEmpty() || !secrets.delete(caller.tenant(), name.get(), by(context, caller))) {
            Replies.refusal(context, new NotFound(NotFound.Thing.SECRET));
            return;
        }
        context.status(204);
    }

    private static By by(Context context, Caller caller) {
        return new By(caller.actor(), Optional.of(context.ip()));
    }

    private static byte[] value(Context context) throws IOException {
        try {
            return context.req().getInputStream().readNBytes(Secrets.VALUE_BYTES_MAX + 1);
        } catch (IOException broken) {
            throw new BrokenBody(broken);
        }
    }

    private static Optional<Refusal> refusal(Context context, Optional<SecretName> name) {
        if (name.isEmpty()) {
            return Optional.of(new Invalid(List.of(new FieldFault(
                    "#",
                    "The name of a secret begins with a letter or digit and has at most 64 of A-Z, a-z, 0-9, . _ -"))));
        }
        return Body.rawRefusal(context, TooLarge.Part.SECRET, MOST);
    }

    private static Optional<SecretName> name(Context context) {
        return Optional.of(context.pathParam("name"))
                .filter(SecretName::isValid)
                .map(SecretName::new);
    }

    private static SecretWriter.Item item(Kept kept) {
        return new SecretWriter.Item(kept.version(), kept.putAt(), kept.putBy(), kept.sizeBytes());
    }
}
