package freehold.control.sql;

import freehold.cell.Limits;
import freehold.quantity.Bytes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The seven limits as columns, whose names begin with a prefix. */
final class LimitColumns {
    private LimitColumns() {}

    private static Object[] values(Limits limits) {
        return new Object[] {
            limits.cpu().toMillis(),
            limits.wall().toMillis(),
            limits.memory().count(),
            limits.processes(),
            limits.output().count(),
            limits.disk().count(),
            limits.openFiles()
        };
    }

    /** Those between others, as the columns of a row are. */
    static @Nullable Object[] between(@Nullable Object[] before, Limits limits, @Nullable Object[] after) {
        Object[] own = values(limits);
        @Nullable Object[] all = Arrays.copyOf(before, before.length + own.length + after.length);
        System.arraycopy(own, 0, all, before.length, own.length);
        System.arraycopy(after, 0, all, before.length + own.length, after.length);
        return all;
    }

    static Limits read(ResultSet row, String prefix) throws SQLException {
        return new Limits(
                Duration.ofMillis(row.getLong(prefix + "cpu_ms")),
                Duration.ofMillis(row.getLong(prefix + "wall_ms")),
                new Bytes(row.getLong(prefix + "memory_bytes")),
                row.getInt(prefix + "processes"),
                new Bytes(row.getLong(prefix + "output_bytes")),
                new Bytes(row.getLong(prefix + "disk_bytes")),
                row.getInt(prefix + "open_files"));
    }
}
