package freehold.control.callback;

import freehold.execution.Callback;
import freehold.execution.CallbackId;
import freehold.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs messages as the specification of Standard Webhooks has it: HMAC-SHA256 over id, time and body, joined by full stops. */
final class Signature {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String PURPOSE = "freehold callbacks of ";

    private Signature() {}

    /** The headers of a message: {@code webhook-id}, {@code webhook-timestamp} in seconds since 1970, {@code webhook-signature}. */
    static Map<String, String> headers(CallbackId id, Instant now, byte[] body, String secret) {
        long seconds = now.getEpochSecond();
        byte[] head = (id.value() + "." + seconds + ".").getBytes(StandardCharsets.US_ASCII);
        String signature = Base64.getEncoder().encodeToString(mac(Callback.key(secret), head, body));
        return Map.of(
                "webhook-id",
                id.value(),
                "webhook-timestamp",
                Long.toString(seconds),
                "webhook-signature",
                "v1," + signature);
    }

    /** The secret of a tenant, from the key of the record: nobody else's can be told from it. */
    static String secretOf(TenantId tenant, byte[] key) {
        byte[] secret = mac(key, (PURPOSE + tenant.value()).getBytes(StandardCharsets.US_ASCII));
        return Callback.SECRET_PREFIX + Base64.getEncoder().encodeToString(secret);
    }

    private static byte[] mac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
