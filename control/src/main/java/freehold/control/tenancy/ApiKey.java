package freehold.control.tenancy;

import freehold.quantity.Digest;
import freehold.tenant.KeyId;
import freehold.tenant.Rate;
import freehold.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A key that the server keeps.
 *
 * @param name for people; need not be unique
 * @param rights some of its role's
 * @param rate how often this key may ask, within what its tenant may; empty where only that bounds it
 * @param digest of its secret
 * @param former the secret that the last rotation replaced, while that still counts
 * @param lastUsed to the minute
 */
public record ApiKey(
        KeyId id,
        TenantId tenant,
        String name,
        Role role,
        Set<Right> rights,
        Optional<Rate> rate,
        Digest digest,
        Optional<Former> former,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> revokedAt,
        Optional<Instant> lastUsed) {
    public static final int NAME_MAX = 100;

    /** A secret that was replaced, and until when it counts besides the new one. */
    public record Former(Digest digest, Instant until) {}

    public ApiKey {
        rights = Set.copyOf(rights);
        if (!role.rights().containsAll(rights)) {
            throw new IllegalArgumentException("rights beyond the role " + role.label() + ": " + rights);
        }
    }

    /** Whether a secret opens with this key at that time. */
    public boolean opensWith(KeySecret secret, Instant now) {
        byte[] shown = bytes(secret.digest());
        boolean current = MessageDigest.isEqual(shown, bytes(digest));
        boolean former = this.former
                .filter(each -> now.isBefore(each.until()))
                .filter(each -> MessageDigest.isEqual(shown, bytes(each.digest())))
                .isPresent();
        return (current || former) && isLive(now);
    }

    /** Whether it is neither revoked nor expired. */
    public boolean isLive(Instant now) {
        return revokedAt.isEmpty() && expiresAt.map(now::isBefore).orElse(true);
    }

    /** Whoever shows its secret. */
    public Caller caller() {
        return new Caller(tenant, rights, new Credential.StoredKey(id));
    }

    private static byte[] bytes(Digest digest) {
        return digest.hex().getBytes(StandardCharsets.US_ASCII);
    }
}
