package freehold.cell;

import freehold.quantity.Bytes;
import java.time.Duration;

/**
 * What the cell daemon measured of one program, after everything in the cell was confirmed dead.
 *
 * @param exitCode 0–255; 0 when a signal ended it
 * @param signal number of the signal that ended it (signal(7)), 0 when it exited
 * @param cpu of all that ran in the cell, as its control group counted
 * @param processesRefused how often the kernel refused another process
 * @param diskPeak the greatest value seen: "at least"
 * @param causeValue the measured value at the moment of the decision, in the unit of the cause: µs, bytes, errno
 * @param late from the moment of the limit to the kill being sent
 * @param death from the kill being sent to confirmed death
 * @param deniedSyscall number of the call that ended it, valid with {@link Cause#FORBIDDEN}
 * @param deniedArch its AUDIT_ARCH_… value; 0 where signals took the call back before its number could be read
 */
public record CellReport(
        Cause cause,
        int exitCode,
        int signal,
        Duration cpu,
        Duration wall,
        Bytes memoryPeak,
        int processesPeak,
        int processesRefused,
        int oomKills,
        Bytes diskPeak,
        Bytes stdout,
        Bytes stderr,
        long causeValue,
        Duration late,
        Duration death,
        int deniedSyscall,
        int deniedArch,
        boolean diskFull) {}
