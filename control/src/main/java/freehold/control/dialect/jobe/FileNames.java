package freehold.control.dialect.jobe;

import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Which stored content each tenant's file names mean. The one that was not used for longest makes room for another. */
final class FileNames {
    private static final int NAMES_OF_A_TENANT_MAX = 4_096;

    // guarded by this
    private final Map<TenantId, Map<String, Digest>> byTenant = new HashMap<>();

    synchronized void put(TenantId tenant, String name, Digest digest) {
        byTenant.computeIfAbsent(tenant, _ -> new Recent()).put(name, digest);
    }

    synchronized Optional<Digest> find(TenantId tenant, String name) {
        return Optional.ofNullable(byTenant.getOrDefault(tenant, Map.of()).get(name));
    }

    /** In the order of their last use. */
    private static final class Recent extends LinkedHashMap<String, Digest> {
        private static final long serialVersionUID = 1;

        Recent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Digest> eldest) {
            return size() > NAMES_OF_A_TENANT_MAX;
        }
    }
}
