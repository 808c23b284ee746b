package freehold.control.sql;

import freehold.control.policy.Uses;
import freehold.control.usage.Usage;
import freehold.execution.Execution;
import freehold.policy.Use;
import freehold.tenant.TenantId;
import java.sql.SQLException;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** What the groups of tenants have used, as one row a month. */
final class GroupUseRows {
    /** A tenant chooses the names of its groups. */
    private static final long GROUPS_MAX = 1_000;

    private static final String LABEL = "group";
    private static final String NO_GROUP = "";
    private static final int MONTHS_A_YEAR = 12;

    private GroupUseRows() {}

    /** Adds one that has just ended; to be called once for each. */
    static void add(Session session, Execution ended) throws SQLException {
        String group = ended.labels().getOrDefault(LABEL, NO_GROUP);
        if (!added(session, ended, group)) {
            enter(session, ended, hasRoom(session, ended) ? group : NO_GROUP);
        }
    }

    private static boolean added(Session session, Execution ended, String group) throws SQLException {
        Use use = Uses.of(ended);
        return session.update(
                        "update group_use set executions = executions + 1, cpu_us = cpu_us + ?, "
                                + "memory_mib_ms = memory_mib_ms + ? where tenant = ? and month = ? and grouping_label = ?",
                        use.cpuMicros(),
                        use.memoryMibMillis(),
                        ended.tenant().value(),
                        month(ended),
                        group)
                > 0;
    }

    private static void enter(Session session, Execution ended, String group) throws SQLException {
        session.update(
                "insert into group_use values (?, ?, ?, 0, 0, 0) on conflict (tenant, month, grouping_label) do nothing",
                ended.tenant().value(),
                month(ended),
                group);
        added(session, ended, group);
    }

    private static boolean hasRoom(Session session, Execution ended) throws SQLException {
        return session.query(
                                "select count(*) from group_use where tenant = ? and month = ?",
                                row -> row.getLong(1),
                                ended.tenant().value(),
                                month(ended))
                        .getFirst()
                < GROUPS_MAX;
    }

    static List<Usage.Line> lines(Session session, Optional<TenantId> of, YearMonth from, YearMonth to)
            throws SQLException {
        String columns = "select month, tenant, grouping_label, executions, cpu_us, memory_mib_ms from group_use "
                + "where month >= ? and month <= ?";
        String order = " order by month, tenant, grouping_label";
        Session.RowReader<Usage.Line> reader = row -> new Usage.Line(
                month(row.getLong(1)),
                new TenantId(row.getString(2)),
                row.getString(3),
                row.getLong(4),
                new Use(row.getLong(5), row.getLong(6)));
        return of.isPresent()
                ? session.query(
                        columns + " and tenant = ?" + order,
                        reader,
                        number(from),
                        number(to),
                        of.get().value())
                : session.query(columns + order, reader, number(from), number(to));
    }

    private static long month(Execution ended) {
        return number(YearMonth.from(ended.finishedAt().orElseThrow().atZone(ZoneOffset.UTC)));
    }

    /** Months since the beginning of year 0. */
    private static long number(YearMonth month) {
        return (long) month.getYear() * MONTHS_A_YEAR + month.getMonthValue() - 1;
    }

    private static YearMonth month(long number) {
        return YearMonth.of((int) (number / MONTHS_A_YEAR), (int) (number % MONTHS_A_YEAR) + 1);
    }
}
