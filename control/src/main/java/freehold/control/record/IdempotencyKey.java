package freehold.control.record;

import freehold.quantity.Digest;
import freehold.refusal.Conflict;
import freehold.refusal.Refusal;

/**
 * What a client sent so that repeating a request is safe.
 *
 * @param value 1 to 255 printable ASCII characters
 * @param body digest of the body, so that the same key with another body is noticed
 */
public record IdempotencyKey(String value, Digest body) {
    /** One key is one request. */
    public static final Refusal OTHER_BODY = new Conflict(
            "This idempotency key was used with another body",
            "Send the same body again, or use a new key for a new request");

    private static final int LENGTH_MAX = 255;

    public IdempotencyKey {
        if (!isOne(value)) {
            throw new IllegalArgumentException("not an idempotency key");
        }
    }

    public static boolean isOne(String text) {
        return !text.isEmpty()
                && text.length() <= LENGTH_MAX
                && text.chars().allMatch(each -> each > ' ' && each < 0x7f);
    }
}
