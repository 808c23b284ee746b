package freehold.control.dialect.librechat;

import freehold.tenant.TenantId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files that were sent, by session. The session that was not used for longest makes room for another; none outlives the server. */
final class Uploads {
    private static final int SESSIONS_OF_A_TENANT_MAX = 4_096;

    // guarded by this
    private final Map<TenantId, Map<String, List<SessionFile>>> byTenant = new HashMap<>();

    synchronized void put(TenantId tenant, String session, List<SessionFile> files) {
        byTenant.computeIfAbsent(tenant, _ -> new Recent()).put(session, List.copyOf(files));
    }

    synchronized List<SessionFile> find(TenantId tenant, String session) {
        return byTenant.getOrDefault(tenant, Map.of()).getOrDefault(session, List.of());
    }

    /** In the order of their last use. */
    private static final class Recent extends LinkedHashMap<String, List<SessionFile>> {
        private static final long serialVersionUID = 1;

        Recent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<SessionFile>> eldest) {
            return size() > SESSIONS_OF_A_TENANT_MAX;
        }
    }
}
