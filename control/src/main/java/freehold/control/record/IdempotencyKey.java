package freehold.control.record;

import freehold.quantity.Digest;

/**
 * What a client sent so that repeating a request is safe.
 *
 * @param value 1 to 255 printable ASCII characters
 * @param body digest of the body, so that the same key with another body is noticed
 */
public record IdempotencyKey(String value, Digest body) {
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
