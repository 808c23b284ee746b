package freehold.control.identity;

import freehold.control.tenancy.ApiKey;
import freehold.control.tenancy.Caller;
import freehold.control.tenancy.Directory;
import freehold.control.tenancy.KeyFile;
import freehold.control.tenancy.KeySecret;
import freehold.tenant.KeyId;
import freehold.tenant.Rate;
import freehold.tenant.Tenant;
import freehold.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Everybody who can be known: by a key that is kept, by one of the key file, by another's token, or by being on this machine. */
public final class Callers {
    private static final Duration USE_NOTED_EACH = Duration.ofMinutes(1);

    private final Directory directory;
    private final Supplier<Optional<KeyFile>> file;
    private final Optional<AccessTokens> tokens;
    private final InstantSource clock;

    /** @param file asked for each request, so that a changed key file counts at once */
    public Callers(
            Directory directory, Supplier<Optional<KeyFile>> file, Optional<AccessTokens> tokens, InstantSource clock) {
        this.directory = directory;
        this.file = file;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** Whether nobody is let in for merely being there. A server that ever had a key never goes back behind that. */
    public boolean wantProof() {
        return tokens.isPresent() || file.get().isPresent() || directory.hasKeys();
    }

    /** Whether there is somebody who could prove to be allowed something, or will be able to. */
    public boolean canBeProved() {
        return tokens.isPresent() || file.get().isPresent() || hasOperator();
    }

    /** Whether an operator's key is kept that counts. */
    public boolean hasOperator() {
        return directory.hasOperator(clock.instant());
    }

    /** Whether somebody acts for that tenant, or may: one that is kept or is in the key file, and any where tokens name them. */
    public boolean mayActFor(TenantId tenant) {
        return tokens.isPresent()
                || directory.tenant(tenant).isPresent()
                || tenant.equals(TenantId.LOCAL)
                || file.get().stream()
                        .flatMap(keys -> keys.keys().stream())
                        .anyMatch(key -> key.caller().tenant().equals(tenant));
    }

    /** Whoever is on this machine; only where no proof is wanted. */
    public Finding present() {
        return of(Caller.LOCAL, Optional.empty());
    }

    /** Whoever shows this. */
    public Finding find(String shown) {
        KeySecret secret = new KeySecret(shown);
        Optional<KeyId> stored = secret.key();
        if (stored.isPresent()) {
            return stored(stored.get(), secret);
        }
        Optional<Caller> filed = file.get().flatMap(keys -> keys.verify(secret));
        if (filed.isPresent()) {
            return of(filed.get(), Optional.empty());
        }
        if (tokens.isEmpty() || shown.startsWith(KeySecret.PREFIX)) {
            return new Finding.Unknown();
        }
        Finding proved = tokens.get().verify(shown);
        return proved instanceof Finding.Known known ? of(known.caller(), known.rate()) : proved;
    }

    private Finding stored(KeyId id, KeySecret secret) {
        Instant now = clock.instant();
        Optional<Directory.Held> held =
                directory.key(id).filter(each -> each.key().opensWith(secret, now));
        if (held.isEmpty()) {
            return new Finding.Unknown();
        }
        ApiKey key = held.get().key();
        Tenant tenant = held.get().tenant();
        if (tenant.state() == Tenant.State.SUSPENDED) {
            return new Finding.Suspended();
        }
        if (key.lastUsed().map(at -> !now.isBefore(at.plus(USE_NOTED_EACH))).orElse(true)) {
            var _ = directory.used(id, now);
        }
        return new Finding.Known(key.caller(), Optional.of(tenant), key.rate());
    }

    private Finding of(Caller caller, Optional<Rate> rate) {
        Optional<Tenant> tenant = directory.tenant(caller.tenant());
        return tenant.filter(each -> each.state() == Tenant.State.SUSPENDED).isPresent()
                ? new Finding.Suspended()
                : new Finding.Known(caller, tenant, rate);
    }
}
