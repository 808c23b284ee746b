package freehold.execution;

import freehold.cell.Cause;
import freehold.cell.CellReport;
import freehold.cell.Limits;
import freehold.quantity.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Reports of cells for tests: of a program that exited with 0, changed by what a test is about. */
final class Reports {
    static final Limits LIMITS = new Limits(
            Duration.ofSeconds(1), Duration.ofSeconds(3), Bytes.mebi(256), 64, Bytes.mebi(1), Bytes.mebi(64), 256);

    private Cause cause = Cause.ITSELF;
    private int exitCode;
    private int signal;
    private int processesRefused;
    private int oomKills;
    private long causeValue;
    private int deniedSyscall;
    private boolean diskFull;
    private String out = "";
    private String err = "";
    private Bytes stdout = new Bytes(6);
    private Bytes stderr = Bytes.NONE;
    private Bytes diskPeak = Bytes.kibi(4);
    private Duration cpu = Duration.ofNanos(9_113_000);
    private Duration wall = Duration.ofNanos(10_402_000);

    static Reports aReport() {
        return new Reports();
    }

    Reports cause(Cause cause) {
        this.cause = cause;
        return this;
    }

    Reports cause(Cause cause, long value) {
        this.causeValue = value;
        return cause(cause);
    }

    Reports exitCode(int code) {
        this.exitCode = code;
        return this;
    }

    Reports signal(int number) {
        this.signal = number;
        return this;
    }

    Reports processesRefused(int count) {
        this.processesRefused = count;
        return this;
    }

    Reports oomKills(int count) {
        this.oomKills = count;
        return this;
    }

    Reports deniedSyscall(int number) {
        this.deniedSyscall = number;
        return this;
    }

    Reports diskFull() {
        this.diskPeak = diskPeak.compareTo(LIMITS.disk()) < 0 ? LIMITS.disk() : diskPeak;
        this.diskFull = true;
        return this;
    }

    /** With files that are empty. */
    Reports diskFullOfNames() {
        this.diskFull = true;
        return this;
    }

    Reports diskPeak(Bytes peak) {
        this.diskPeak = peak;
        return this;
    }

    Reports cpu(Duration cpu) {
        this.cpu = cpu;
        return this;
    }

    Reports wall(Duration wall) {
        this.wall = wall;
        return this;
    }

    Reports wrote(String stdout, String stderr) {
        this.out = stdout;
        this.err = stderr;
        return wrote(stdout.length(), stderr.length());
    }

    Reports wrote(long stdout, long stderr) {
        this.stdout = new Bytes(stdout);
        this.stderr = new Bytes(stderr);
        return this;
    }

    StepResult result() {
        return new StepResult(
                report(), LIMITS, out.getBytes(StandardCharsets.UTF_8), err.getBytes(StandardCharsets.UTF_8));
    }

    StepResult result(String stdout, String stderr) {
        return wrote(stdout, stderr).result();
    }

    CellReport report() {
        return new CellReport(
                cause,
                exitCode,
                signal,
                cpu,
                wall,
                Bytes.mebi(256),
                1,
                processesRefused,
                oomKills,
                diskPeak,
                stdout,
                stderr,
                causeValue,
                Duration.ofNanos(200_000),
                Duration.ofNanos(1_500_000),
                deniedSyscall,
                0xC000003E,
                diskFull);
    }
}
