package freehold.control.vault;

import freehold.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Wrapped keys that are gone with the process: for content that is too. */
public final class MemoryTenantKeys implements TenantKeys {
    private final Map<String, WrappedKey> keys = new TreeMap<>();

    private static String place(TenantId tenant, int version) {
        return tenant + "/" + "%09d".formatted(version);
    }

    @Override
    public synchronized List<WrappedKey> of(TenantId tenant) {
        return keys.values().stream()
                .filter(each -> each.tenant().equals(tenant))
                .toList();
    }

    @Override
    public synchronized boolean add(WrappedKey key) {
        return keys.putIfAbsent(place(key.tenant(), key.version()), key) == null;
    }

    @Override
    public synchronized boolean rewrap(String before, WrappedKey key) {
        WrappedKey now = keys.get(place(key.tenant(), key.version()));
        if (now == null || !now.master().equals(before)) {
            return false;
        }
        keys.put(place(key.tenant(), key.version()), key);
        return true;
    }

    @Override
    public synchronized Set<String> masters() {
        return keys.values().stream().map(WrappedKey::master).collect(Collectors.toSet());
    }

    @Override
    public synchronized int countUnder(String master) {
        return (int) keys.values().stream()
                .filter(each -> each.master().equals(master))
                .count();
    }

    @Override
    public synchronized List<WrappedKey> notUnder(String master, int most) {
        return keys.values().stream()
                .filter(each -> !each.master().equals(master))
                .limit(most)
                .toList();
    }

    @Override
    public synchronized void destroy(TenantId tenant) {
        keys.values().removeIf(each -> each.tenant().equals(tenant));
    }
}
