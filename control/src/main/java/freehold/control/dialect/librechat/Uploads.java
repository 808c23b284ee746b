package freehold.control.dialect.librechat;

import freehold.tenant.TenantId;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files that were sent, by session. The session that was not used for longest makes room for another; none outlives the server. Names
 * may be long and files many, so both sessions and files are counted.
 */
final class Uploads {
    static final int FILES_OF_A_TENANT_MAX = 8_192;
    private static final int SESSIONS_OF_A_TENANT_MAX = 4_096;

    // guarded by this
    private final Map<TenantId, Recent> byTenant = new HashMap<>();

    synchronized void put(TenantId tenant, String session, List<SessionFile> files) {
        byTenant.computeIfAbsent(tenant, _ -> new Recent()).keep(session, List.copyOf(files));
    }

    synchronized List<SessionFile> find(TenantId tenant, String session) {
        Recent own = byTenant.get(tenant);
        return own == null ? List.of() : own.sessions.getOrDefault(session, List.of());
    }

    private static final class Recent {
        /** In the order of their last use. */
        private final Map<String, List<SessionFile>> sessions = new LinkedHashMap<>(16, 0.75f, true);

        private int count;

        void keep(String session, List<SessionFile> files) {
            sessions.put(session, files);
            count += files.size();
            Iterator<List<SessionFile>> eldest = sessions.values().iterator();
            while (sessions.size() > SESSIONS_OF_A_TENANT_MAX || count > FILES_OF_A_TENANT_MAX) {
                count -= eldest.next().size();
                eldest.remove();
            }
        }
    }
}
