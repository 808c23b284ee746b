package freehold.execution;

import java.util.Base64;
import java.util.Optional;

/**
 * Where the end of an execution is told.
 *
 * @param url an http or https address with a host, without user and fragment
 * @param secret what the message is signed with, as the specification of Standard Webhooks writes it: {@code whsec_} and 24 to 64 bytes in
 *     base64; if absent, one that belongs to the tenant
 */
public record Callback(String url, Optional<String> secret) {
    public static final String SECRET_PREFIX = "whsec_";
    private static final int SECRET_BYTES_LEAST = 24;
    private static final int SECRET_BYTES_MAX = 64;

    /** What is wrong with a text as a secret; empty if nothing is. */
    public static Optional<String> secretFault(String text) {
        if (text.startsWith(SECRET_PREFIX)) {
            try {
                int length = key(text).length;
                if (length >= SECRET_BYTES_LEAST && length <= SECRET_BYTES_MAX) {
                    return Optional.empty();
                }
            } catch (IllegalArgumentException notBase64) {
                return Optional.of("must be whsec_ and base64 (RFC 4648, section 4)");
            }
        }
        return Optional.of("must be whsec_ and 24 to 64 bytes in base64");
    }

    /** The bytes of a secret without fault. */
    public static byte[] key(String secret) {
        return Base64.getDecoder().decode(secret.substring(SECRET_PREFIX.length()));
    }

    /** Never the secret: it would end up in a log. */
    @Override
    public String toString() {
        return "callback to " + url;
    }
}
