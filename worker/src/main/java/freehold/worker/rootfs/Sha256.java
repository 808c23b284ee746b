package freehold.worker.rootfs;

import freehold.quantity.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** SHA-256 of texts. */
final class Sha256 {
    private Sha256() {}

    /** Of some texts, so framed that no two lists of texts have the same digest. */
    static Digest of(String... texts) {
        MessageDigest digest = Digest.sha256();
        for (String each : texts) {
            byte[] bytes = each.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
            digest.update(bytes);
        }
        return Digest.finish(digest);
    }
}
