package freehold.control.sql;

import freehold.control.policy.Uses;
import freehold.execution.Execution;
import freehold.policy.Use;
import freehold.tenant.TenantId;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** What tenants have used, as one row a day. */
final class UseRows {
    private UseRows() {}

    /** Adds one that has just ended; to be called once for each. */
    static void add(Session session, Execution ended) throws SQLException {
        Use use = Uses.of(ended);
        LocalDate day = ended.finishedAt().orElseThrow().atZone(ZoneOffset.UTC).toLocalDate();
        session.ahead(
                "insert into tenant_use values (?, ?, 1, ?, ?) on conflict (tenant, day) do update set "
                        + "executions = tenant_use.executions + 1, cpu_us = tenant_use.cpu_us + excluded.cpu_us, "
                        + "memory_mib_ms = tenant_use.memory_mib_ms + excluded.memory_mib_ms",
                ended.tenant().value(),
                day.toEpochDay(),
                use.cpuMicros(),
                use.memoryMibMillis());
    }

    static Map<TenantId, Map<LocalDate, Use>> since(Session session, LocalDate first) throws SQLException {
        Map<TenantId, Map<LocalDate, Use>> used = new HashMap<>();
        session.query(
                "select tenant, day, cpu_us, memory_mib_ms from tenant_use where day >= ?",
                row -> used.computeIfAbsent(new TenantId(row.getString(1)), _ -> new HashMap<>())
                        .put(LocalDate.ofEpochDay(row.getLong(2)), new Use(row.getLong(3), row.getLong(4))),
                first.toEpochDay());
        return used;
    }
}
