package freehold.control.sql;

import freehold.cell.Cause;
import freehold.cell.CellReport;
import freehold.execution.ExecutionId;
import freehold.execution.StepName;
import freehold.execution.StepResult;
import freehold.quantity.Bytes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Steps as rows. */
final class StepRows {
    private static final String INSERT =
            "insert into step values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                    + "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String SELECT = "select * from step where execution = ? and name = ?";
    private static final String SELECT_FACTS = "select cause, exit_code, signal, cpu_ns, wall_ns, memory_peak_bytes, "
            + "processes_peak, processes_refused, oom_kills, disk_peak_bytes, stdout_bytes, stderr_bytes, cause_value, late_ns, "
            + "death_ns, denied_syscall, denied_arch, disk_full, limit_cpu_ms, limit_wall_ms, limit_memory_bytes, limit_processes, "
            + "limit_output_bytes, limit_disk_bytes, limit_open_files from step where execution = ? and name = ?";
    private static final byte[] NOTHING = {};

    private StepRows() {}

    static void insert(Session session, ExecutionId id, StepName name, StepResult step, SealedEntry.Output output)
            throws SQLException {
        CellReport report = step.report();
        Object[] facts = {
            id.value(),
            label(name),
            report.cause().name().toLowerCase(Locale.ROOT),
            report.exitCode(),
            report.signal(),
            report.cpu().toNanos(),
            report.wall().toNanos(),
            report.memoryPeak().count(),
            report.processesPeak(),
            report.processesRefused(),
            report.oomKills(),
            report.diskPeak().count(),
            report.stdout().count(),
            report.stderr().count(),
            report.causeValue(),
            report.late().toNanos(),
            report.death().toNanos(),
            report.deniedSyscall(),
            report.deniedArch(),
            report.diskFull() ? 1 : 0
        };
        Object[] written = {output.stdout(), output.stderr()};
        session.ahead(INSERT, LimitColumns.between(facts, step.limits(), written));
    }

    /** With its output as it is stored. */
    static Optional<StepResult> find(Session session, ExecutionId id, StepName name) throws SQLException {
        return session
                .query(
                        SELECT,
                        row -> read(row, row.getBytes("stdout"), row.getBytes("stderr")),
                        id.value(),
                        label(name))
                .stream()
                .findFirst();
    }

    /** As if it had written nothing. */
    static Optional<StepResult> facts(Session session, ExecutionId id, StepName name) throws SQLException {
        return session.query(SELECT_FACTS, row -> read(row, NOTHING, NOTHING), id.value(), label(name)).stream()
                .findFirst();
    }

    private static StepResult read(ResultSet row, byte[] stdout, byte[] stderr) throws SQLException {
        CellReport report = new CellReport(
                Cause.valueOf(row.getString("cause").toUpperCase(Locale.ROOT)),
                row.getInt("exit_code"),
                row.getInt("signal"),
                Duration.ofNanos(row.getLong("cpu_ns")),
                Duration.ofNanos(row.getLong("wall_ns")),
                new Bytes(row.getLong("memory_peak_bytes")),
                row.getInt("processes_peak"),
                row.getInt("processes_refused"),
                row.getInt("oom_kills"),
                new Bytes(row.getLong("disk_peak_bytes")),
                new Bytes(row.getLong("stdout_bytes")),
                new Bytes(row.getLong("stderr_bytes")),
                row.getLong("cause_value"),
                Duration.ofNanos(row.getLong("late_ns")),
                Duration.ofNanos(row.getLong("death_ns")),
                row.getInt("denied_syscall"),
                row.getInt("denied_arch"),
                row.getInt("disk_full") != 0);
        return new StepResult(report, LimitColumns.read(row, "limit_"), stdout, stderr);
    }

    static String label(StepName name) {
        return name.name().toLowerCase(Locale.ROOT);
    }
}
