package freehold.control.identity;

import freehold.control.tenancy.Act;
import freehold.control.tenancy.ApiKey;
import freehold.control.tenancy.Directory;
import freehold.quantity.Digest;
import freehold.tenant.KeyId;
import freehold.tenant.Tenant;
import freehold.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A directory that remembers for a second what it read, so that a request costs no query. All changes go through here and empty it before
 * they complete: of one process, none acts on what was revoked. What another process changed counts when the second is over.
 */
public final class Memory implements Directory {
    private static final int KEPT_MAX = 10_000;
    private static final long KEPT_NANOS = Duration.ofSeconds(1).toNanos();

    private final Directory directory;
    private final Runnable forgottenToo;
    private final Map<KeyId, Seen<Held>> keys = new ConcurrentHashMap<>();
    private final Map<TenantId, Seen<Optional<Tenant>>> tenants = new ConcurrentHashMap<>();
    private volatile @Nullable Seen<Boolean> anyKey;

    // guarded by this
    private long changes;

    /** What was read, and when. */
    private static final class Seen<T> {
        final T what;
        final long at = System.nanoTime();
        final AtomicBoolean useNoted = new AtomicBoolean();

        Seen(T what) {
            this.what = what;
        }

        boolean isFresh() {
            return System.nanoTime() - at < KEPT_NANOS;
        }
    }

    public Memory(Directory directory) {
        this(directory, () -> {});
    }

    private Memory(Directory directory, Runnable forgottenToo) {
        this.directory = directory;
        this.forgottenToo = forgottenToo;
    }

    @Override
    public Directory telling(Act act) {
        return new Memory(directory.telling(act), this::forget);
    }

    @Override
    public Optional<Held> key(KeyId id) {
        Seen<Held> seen = keys.get(id);
        if (seen != null && seen.isFresh()) {
            return Optional.of(seen.what);
        }
        long before = changes();
        Optional<Held> found = directory.key(id);
        found.ifPresent(held -> keep(before, keys, id, new Seen<>(held)));
        return found;
    }

    @Override
    public Optional<Tenant> tenant(TenantId id) {
        Seen<Optional<Tenant>> seen = tenants.get(id);
        if (seen != null && seen.isFresh()) {
            return seen.what;
        }
        long before = changes();
        Optional<Tenant> found = directory.tenant(id);
        keep(before, tenants, id, new Seen<>(found));
        return found;
    }

    /** Once there was one, there always was. */
    @Override
    public boolean hasKeys() {
        Seen<Boolean> seen = anyKey;
        if (seen != null && (seen.what || seen.isFresh())) {
            return seen.what;
        }
        long before = changes();
        Seen<Boolean> read = new Seen<>(directory.hasKeys());
        synchronized (this) {
            if (before == changes) {
                anyKey = read;
            }
        }
        return read.what;
    }

    private synchronized long changes() {
        return changes;
    }

    /** Keeps it, unless something was changed since before it was read. */
    private synchronized <K, T> void keep(long before, Map<K, Seen<T>> all, K id, Seen<T> seen) {
        if (before == changes) {
            if (all.size() >= KEPT_MAX) {
                all.clear();
            }
            all.put(id, seen);
        }
    }

    private void forget() {
        synchronized (this) {
            changes++;
            keys.clear();
            tenants.clear();
            anyKey = null;
        }
        forgottenToo.run();
    }

    private <T> CompletableFuture<T> changing(CompletableFuture<T> change) {
        return change.whenComplete((_, _) -> forget());
    }

    @Override
    public CompletableFuture<Entering> enter(Tenant tenant) {
        return changing(directory.enter(tenant));
    }

    @Override
    public CompletableFuture<Entering> change(TenantId id, UnaryOperator<Tenant> change) {
        return changing(directory.change(id, change));
    }

    @Override
    public CompletableFuture<Boolean> confirm(TenantId id, Tenant.State state) {
        return changing(directory.confirm(id, state));
    }

    @Override
    public CompletableFuture<Boolean> delete(TenantId id) {
        return changing(directory.delete(id));
    }

    @Override
    public CompletableFuture<Entering> enter(ApiKey key) {
        return changing(directory.enter(key));
    }

    @Override
    public CompletableFuture<Boolean> rotate(KeyId id, Digest secret, Instant formerUntil) {
        return changing(directory.rotate(id, secret, formerUntil));
    }

    @Override
    public CompletableFuture<Boolean> revoke(KeyId id, Instant at) {
        return changing(directory.revoke(id, at));
    }

    /** Once for each time that the key was read: its last use is known to be old then. */
    @Override
    public CompletableFuture<Void> used(KeyId id, Instant at) {
        Seen<Held> seen = keys.get(id);
        return seen == null || seen.useNoted.compareAndSet(false, true)
                ? directory.used(id, at)
                : CompletableFuture.allOf();
    }

    @Override
    public Optional<Tenant> tenantNamed(String name) {
        return directory.tenantNamed(name);
    }

    @Override
    public List<Tenant> tenants(Optional<TenantId> before, int most) {
        return directory.tenants(before, most);
    }

    @Override
    public List<ApiKey> keys(Optional<TenantId> tenant, Optional<KeyId> before, int most) {
        return directory.keys(tenant, before, most);
    }

    @Override
    public boolean hasOperator(Instant now) {
        return directory.hasOperator(now);
    }
}
