package freehold.control.http;

import freehold.control.exchange.RetryAfter;
import freehold.quantity.Bytes;
import freehold.refusal.NotFound;
import freehold.refusal.QueueFull;
import freehold.refusal.QuotaSpent;
import freehold.refusal.TooLarge;

/** What whoever was refused can do next, where that depends on what was asked for. */
final class NextStep {
    private NextStep() {}

    /** Where to look instead, as a sentence without its full stop. */
    static String of(NotFound.Thing thing) {
        return switch (thing) {
            case PATH -> "GET /v1/openapi.json lists all paths";
            case EXECUTION ->
                "Check the id; GET /v1/executions lists those of this tenant, and one that was erased or is past its time is gone";
            case BATCH -> "Check the id; it is what the Location of POST /v1/batches named";
            case ARTIFACT ->
                "GET /v1/executions/{id} lists under artifacts what was collected; collect in the request says which";
            case RECEIPT ->
                "Check the id of the execution; GET /v1/audit lists all receipts of this tenant, for a key with the right audit";
            case CONTENT -> "Send it by PUT /v1/blobs/sha256: and the 64 hexadecimal digits of its digest";
            case RUNTIME -> "GET /v1/runtimes lists all there are";
            case POLICY -> "GET /v1/policies lists those that this key may see";
            case POLICY_VERSION -> "GET /v1/policies/{name}/versions lists them";
            case ASSIGNMENT ->
                "GET /v1/policies/{name} says which tenants have this policy, and whether it is the default";
            case SECRET -> "GET /v1/secrets lists those of this tenant; PUT /v1/secrets/{name} stores one";
            case TENANT ->
                "Check its id or name: GET /v1/tenants lists those that are kept, and the key file may name more; GET /v1/me says which this"
                        + " key is of";
            case KEY -> "GET /v1/keys lists those that this key may see";
            case CALLBACK -> "GET /v1/callbacks lists those of this tenant";
            case WORKER -> "GET /v1/workers lists those that are there";
            case ERROR -> "GET /v1/openapi.json lists all under Slug";
        };
    }

    static String of(TooLarge tooLarge) {
        Bytes most = tooLarge.most();
        String what = switch (tooLarge.part()) {
            case REQUEST -> "The body";
            case POLICY -> "The policy";
            case SECRET -> "The value of the secret";
            case CONTENT -> "The content";
            case HEAD -> "The address with all headers";
        };
        String sent = tooLarge.sent()
                .map(bytes -> " has " + amount(bytes) + ", and this server takes at most " + amount(most) + ". ")
                .orElse(" has more than the " + amount(most) + " that this server takes. ");
        return what
                + sent
                + switch (tooLarge.part()) {
                    case REQUEST -> "Send large files by PUT /v1/blobs/{digest}, and name them by digest.";
                    case POLICY -> "Leave out what it does not need.";
                    case SECRET -> "Keep a large file as content, and what opens it as the secret.";
                    case CONTENT -> "Send it in several parts, each under its own digest.";
                    case HEAD -> "Send less in them, and more in the body.";
                };
    }

    static String of(QueueFull full) {
        boolean never = full.asked() > full.most();
        String all = "of all tenants together";
        String bound = switch (full.bound()) {
            case EXECUTIONS_OF_TENANT ->
                "At most %,d executions of a tenant may wait, %,d of this one do, and %,d more would"
                        .formatted(full.most(), full.waiting(), full.asked());
            case EXECUTIONS ->
                "At most %,d executions %s may wait, and there is no place for %,d more"
                        .formatted(full.most(), all, full.asked());
            case CONTENT_OF_TENANT ->
                "What waits of a tenant may hold at most %s, and there is no room for %s more"
                        .formatted(amount(new Bytes(full.most())), amount(new Bytes(full.asked())));
            case CONTENT ->
                "What waits %s may hold at most %s, and there is no room for %s more"
                        .formatted(all, amount(new Bytes(full.most())), amount(new Bytes(full.asked())));
        };
        return bound
                + (never
                        ? ". Hand in fewer or smaller ones at one time."
                        : ". Come back in " + RetryAfter.seconds(full.pause()) + " s.");
    }

    static String of(QuotaSpent.Kind kind, long seconds) {
        return switch (kind) {
            case CONCURRENCY -> "Wait for one of them to end, or come back in " + seconds + " s.";
            case RATE -> "Come back in " + seconds + " s.";
            case BUDGET -> "Come back in " + seconds + " s, or ask the operator for more.";
        };
    }

    /** In the unit that the last word of a limit's name is. */
    static String amount(String pointer, long value) {
        if (pointer.endsWith("_bytes")) {
            return amount(new Bytes(value));
        }
        return pointer.endsWith("_ms")
                ? "%,d ms".formatted(value)
                : "%,d %s"
                        .formatted(
                                value,
                                pointer.substring(pointer.lastIndexOf('/') + 1).replace('_', ' '));
    }

    private static String amount(Bytes bytes) {
        return bytes.count() < 1_024
                ? "%,d bytes".formatted(bytes.count())
                : "%,d bytes (%s)".formatted(bytes.count(), bytes);
    }
}
