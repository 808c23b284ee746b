package freehold.control.sql;

import freehold.cell.Limits;
import freehold.quantity.Bytes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/** The seven limits as columns, whose names begin with a prefix. */
final class LimitColumns {
    private LimitColumns() {}

    static Object[] values(Limits limits) {
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
