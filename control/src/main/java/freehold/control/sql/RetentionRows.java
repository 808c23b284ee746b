package freehold.control.sql;

import freehold.control.record.Records;
import freehold.execution.ExecutionId;
import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What goes, and the room that it leaves. */
final class RetentionRows {
    private static final long STEP_BYTES_MAX = 8 << 20;

    /** The length of a blob is in the head of its row: its content is not read for it. */
    private static final String BYTES = "length(request) + length(journal) + coalesce("
            + "(select sum(length(stdout) + length(stderr)) from step where execution = id), 0)";

    private static final String ENDED =
            "finished_us < ? and id not in (select execution from callback where state = 'waiting')";

    private static final String OLDEST =
            "select id, tenant, " + BYTES + " from execution where " + ENDED + " order by finished_us, id limit ?";

    /** By their ids, which are in the order of their coming, and by which there is an index. */
    private static final String OLDEST_OF_TENANT =
            "select id, tenant, " + BYTES + " from execution where tenant = ? and " + ENDED + " order by id limit ?";

    private RetentionRows() {}

    private record Old(ExecutionId id, TenantId tenant, long bytes) {}

    /** Erases one execution; the content that nothing refers to any more, or empty if there is none. */
    static Optional<Set<Digest>> erase(Session session, TenantId tenant, ExecutionId id) throws SQLException {
        Set<Digest> used = new HashSet<>(session.query(
                "select digest from content_use where tenant = ? and execution = ?",
                row -> new Digest(row.getString(1)),
                tenant.value(),
                id.value()));
        if (session.update("delete from execution where tenant = ? and id = ?", tenant.value(), id.value()) == 0) {
            return Optional.empty();
        }
        session.update("delete from batch_item where execution = ?", id.value());
        return Optional.of(unused(session, tenant, used));
    }

    static Records.Erased eraseOldest(Session session, Instant endedBefore, int most) throws SQLException {
        return erase(session, session.query(OLDEST, RetentionRows::old, ExecutionRows.micros(endedBefore), most));
    }

    static Records.Erased eraseOldest(Session session, TenantId tenant, Instant endedBefore, int most)
            throws SQLException {
        return erase(
                session,
                session.query(
                        OLDEST_OF_TENANT, RetentionRows::old, tenant.value(), ExecutionRows.micros(endedBefore), most));
    }

    private static Old old(ResultSet row) throws SQLException {
        return new Old(new ExecutionId(row.getString(1)), new TenantId(row.getString(2)), row.getLong(3));
    }

    static Map<TenantId, Bytes> sizes(Session session) throws SQLException {
        Map<TenantId, Bytes> sizes = new HashMap<>();
        session.query(
                "select tenant, sum(" + BYTES + ") from execution group by tenant",
                row -> sizes.put(new TenantId(row.getString(1)), new Bytes(row.getLong(2))));
        return sizes;
    }

    private static Records.Erased erase(Session session, List<Old> oldest) throws SQLException {
        Map<TenantId, Set<Digest>> free = new HashMap<>();
        long bytes = 0;
        int erased = 0;
        for (Old each : oldest) {
            if (bytes > STEP_BYTES_MAX) {
                break;
            }
            free.computeIfAbsent(each.tenant(), _ -> new HashSet<>())
                    .addAll(erase(session, each.tenant(), each.id()).orElse(Set.of()));
            bytes += each.bytes();
            erased++;
        }
        return new Records.Erased(erased, new Bytes(bytes), free);
    }

    static Set<Digest> unused(Session session, TenantId tenant, Set<Digest> digests) throws SQLException {
        Set<Digest> free = new HashSet<>();
        for (Digest digest : digests) {
            if (session.query(
                            "select 1 from content_use where tenant = ? and digest = ? limit 1",
                            row -> row.getInt(1),
                            tenant.value(),
                            digest.hex())
                    .isEmpty()) {
                free.add(digest);
            }
        }
        return free;
    }
}
