package freehold.control.vault;

import freehold.tenant.TenantId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The vault over stored keys. Keeps those of tenants that are busy in memory, unwrapped. */
public final class TenantVault implements Vault {
    /** How long a key that another process made, or destroyed, may go unnoticed. */
    public static final Duration FRESH = Duration.ofSeconds(60);

    private static final byte FORMAT = 1;
    private static final int HEAD = 1 + Integer.BYTES;
    private static final int RINGS_MAX = 16_384;
    private static final int REWRAPPED_AT_ONCE = 100;

    private final MasterKeySource masters;
    private final TenantKeys keys;
    private final InstantSource clock;
    private final Map<TenantId, Ring> rings = new ConcurrentHashMap<>();

    /** A tenant's keys by version. */
    private record Ring(NavigableMap<Integer, XaesGcm> versions, long readNanos) {
        boolean isFresh() {
            return System.nanoTime() - readNanos < FRESH.toNanos();
        }
    }

    public TenantVault(MasterKeySource masters, TenantKeys keys, InstantSource clock) {
        this.masters = masters;
        this.keys = keys;
        this.clock = clock;
    }

    /** One whose keys nobody else has, and that are gone with the process: what it sealed is then read by nobody. */
    public static TenantVault passing() {
        MasterKeySource master = MasterKeySource.of(new MasterKeys(List.of(MasterKey.make())));
        return new TenantVault(master, new MemoryTenantKeys(), InstantSource.system());
    }

    /**
     * Looks whether everything can be opened that is there, and makes a master key if nothing was ever sealed.
     *
     * @return whether a master key was made
     * @throws MasterKeyMissing with a sentence, if a key that is needed is not there
     */
    public boolean begin() throws IOException {
        boolean made = keys.masters().isEmpty() && masters.makeIfAbsent();
        MasterKeys known = needed();
        ring(TenantId.LOCAL, true); // from now on the store says which master key it goes with
        Set<String> needed = keys.masters();
        Optional<String> missing =
                needed.stream().filter(id -> known.find(id).isEmpty()).findFirst();
        if (missing.isPresent()) {
            throw missing(missing.get());
        }
        return made;
    }

    private MasterKeys needed() {
        try {
            return masters.current();
        } catch (MasterKeyMissing missing) {
            String ids = String.join(", ", keys.masters());
            throw ids.isEmpty()
                    ? missing
                    : new MasterKeyMissing(
                            missing.getMessage() + "; what is stored was sealed under " + ids
                                    + ", and without it nothing of it can be read: put its copy there, or name it by --master-key");
        }
    }

    private MasterKeyMissing missing(String id) {
        return new MasterKeyMissing("what tenants stored was sealed under master key " + id
                + ", and that is not the one that was given; give that one, for without it nothing of it can be read");
    }

    @Override
    public byte[] seal(TenantId tenant, Purpose purpose, String id, byte[] plain) {
        Map.Entry<Integer, XaesGcm> newest = ring(tenant, true).versions().lastEntry();
        byte[] head =
                ByteBuffer.allocate(HEAD).put(FORMAT).putInt(newest.getKey()).array();
        return newest.getValue().seal(head, beside(newest.getKey(), tenant, purpose.label(), id), plain);
    }

    @Override
    public byte[] open(TenantId tenant, Purpose purpose, String id, byte[] sealed) {
        if (sealed.length < OVERHEAD || sealed[0] != FORMAT) {
            throw broken(tenant, purpose, id);
        }
        int version = ByteBuffer.wrap(sealed).getInt(1);
        XaesGcm key = key(tenant, version)
                .orElseThrow(() -> new KeyDestroyed("the key of tenant " + tenant + " that " + purpose.label() + " "
                        + id + " was sealed with is destroyed; it can be read by nobody"));
        return key.open(sealed, HEAD, beside(version, tenant, purpose.label(), id))
                .orElseThrow(() -> broken(tenant, purpose, id));
    }

    private static SealBroken broken(TenantId tenant, Purpose purpose, String id) {
        return new SealBroken("the stored " + purpose.label() + " of " + id
                + " is not what was sealed there for tenant " + tenant + ": somebody changed or moved it");
    }

    private Optional<XaesGcm> key(TenantId tenant, int version) {
        XaesGcm known = ring(tenant, false).versions().get(version);
        if (known == null) {
            rings.remove(tenant); // another process may have made it just now
            known = ring(tenant, false).versions().get(version);
        }
        return Optional.ofNullable(known);
    }

    @Override
    public int rotate(TenantId tenant) {
        int next = ring(tenant, true).versions().lastKey() + 1;
        add(tenant, next);
        rings.remove(tenant);
        return ring(tenant, false).versions().lastKey();
    }

    @Override
    public void destroy(TenantId tenant) {
        keys.destroy(tenant);
        rings.remove(tenant);
    }

    /**
     * Wraps all keys by the current master key that former ones still wrap. What was sealed stays as it is.
     *
     * @return how many there were
     * @throws MasterKeyMissing if one of them is not there any more
     */
    public int rewrap() {
        MasterKey to = masters.current().current();
        int rewrapped = 0;
        var some = keys.notUnder(to.id(), REWRAPPED_AT_ONCE);
        while (!some.isEmpty()) {
            for (WrappedKey each : some) {
                WrappedKey again = wrapped(to, each.tenant(), each.version(), unwrapped(each));
                rewrapped += keys.rewrap(each.master(), again) ? 1 : 0;
            }
            some = keys.notUnder(to.id(), REWRAPPED_AT_ONCE);
        }
        return rewrapped;
    }

    /** How many keys of tenants the master key with this id wraps. */
    public int wrappedBy(String master) {
        return keys.countUnder(master);
    }

    private Ring ring(TenantId tenant, boolean needed) {
        Ring known = rings.get(tenant);
        if (known != null && known.isFresh() && !(needed && known.versions().isEmpty())) {
            return known;
        }
        Ring read = read(tenant);
        if (needed && read.versions().isEmpty()) {
            add(tenant, 1);
            read = read(tenant);
        }
        rings.values().removeIf(each -> !each.isFresh()); // another process may have destroyed a key
        if (rings.size() >= RINGS_MAX) {
            rings.clear();
        }
        rings.put(tenant, read);
        return read;
    }

    private Ring read(TenantId tenant) {
        long now = System.nanoTime();
        NavigableMap<Integer, XaesGcm> versions = new TreeMap<>();
        for (WrappedKey each : keys.of(tenant)) {
            versions.put(each.version(), new XaesGcm(unwrapped(each)));
        }
        return new Ring(versions, now);
    }

    /** The master key may be replaced while this goes on: then the new key must not be left under the one that goes. */
    private void add(TenantId tenant, int version) {
        byte[] key = XaesGcm.key();
        MasterKey by = masters.current().current();
        if (keys.add(wrapped(by, tenant, version, key))) {
            MasterKey now = masters.current().current();
            if (!now.id().equals(by.id())) {
                keys.rewrap(by.id(), wrapped(now, tenant, version, key));
            }
        }
    }

    private WrappedKey wrapped(MasterKey by, TenantId tenant, int version, byte[] key) {
        byte[] wrapped = by.wrap(beside(version, tenant, "tenant-key", by.id()), key);
        return new WrappedKey(tenant, version, by.id(), wrapped, clock.instant());
    }

    private byte[] unwrapped(WrappedKey key) {
        MasterKey by = masters.current().find(key.master()).orElseThrow(() -> missing(key.master()));
        return by.unwrap(beside(key.version(), key.tenant(), "tenant-key", key.master()), key.wrapped())
                .orElseThrow(() -> new SealBroken("the stored key " + key.version() + " of tenant " + key.tenant()
                        + " is not what was stored there: somebody changed or moved it"));
    }

    /** What a seal is bound to: each part with its length before it, so that no two lists of parts are the same bytes. */
    private static byte[] beside(int version, TenantId tenant, String purpose, String id) {
        byte[] whose = tenant.value().getBytes(StandardCharsets.UTF_8);
        byte[] what = purpose.getBytes(StandardCharsets.UTF_8);
        byte[] which = id.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(HEAD + 3 * Integer.BYTES + whose.length + what.length + which.length)
                .put(FORMAT)
                .putInt(version)
                .putInt(whose.length)
                .put(whose)
                .putInt(what.length)
                .put(what)
                .putInt(which.length)
                .put(which)
                .array();
    }
}
