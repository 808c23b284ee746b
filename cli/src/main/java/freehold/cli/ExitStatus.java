package freehold.cli;

import freehold.cell.Signal;
import freehold.execution.Verdict;
import freehold.refusal.Conflict;
import freehold.refusal.Forbidden;
import freehold.refusal.Invalid;
import freehold.refusal.LimitAboveCeiling;
import freehold.refusal.Malformed;
import freehold.refusal.NotFound;
import freehold.refusal.NotJson;
import freehold.refusal.NotOffered;
import freehold.refusal.PolicyDenied;
import freehold.refusal.QueueFull;
import freehold.refusal.QuotaSpent;
import freehold.refusal.RateExceeded;
import freehold.refusal.Refusal;
import freehold.refusal.RuntimeMissing;
import freehold.refusal.RuntimeUnknown;
import freehold.refusal.TierUnavailable;
import freehold.refusal.TooLarge;
import freehold.refusal.Unauthenticated;
import freehold.refusal.Unavailable;
import freehold.refusal.Within;

/** Exit statuses of the command: those of sysexits(3) where one fits, and those of timeout(1) and the kernel for limits. */
public final class ExitStatus {
    public static final int OK = 0;
    /** What was compared is not the same, what was verified is not to be believed, or of several programs not all succeeded. */
    public static final int DIFFERS = 1;

    /** Refused, or wrong use. */
    public static final int USAGE = 64;
    /** The program could not be built. */
    public static final int BUILD_FAILED = 65;
    /** A service, a runtime or a kernel feature is not available. */
    public static final int UNAVAILABLE = 69;
    /** We failed, not the program. */
    public static final int FAULTED = 70;
    /** What was to be said could not be written. */
    public static final int IO = 74;
    /** Ended by us for another reason than time or memory; the verdict line says which. */
    public static final int ENDED = 75;

    public static final int TIME_EXCEEDED = 124;
    public static final int MEMORY_EXCEEDED = 137;
    private static final int SIGNALLED = 128;
    /** What the shell says of a program that wrote to a reader who was gone; most are ended by it. */
    public static final int UNREAD = SIGNALLED + Signal.SIGPIPE.number();

    private ExitStatus() {}

    /**
     * The status for an execution that ended.
     *
     * @param exitCode of the program, 0 if a signal ended it
     * @param signal that ended it, 0 if it exited
     */
    public static int of(Verdict verdict, int exitCode, int signal) {
        return switch (verdict) {
            case SUCCEEDED, FAILED -> exitCode;
            case CRASHED -> SIGNALLED + signal;
            case CPU_EXCEEDED, WALL_EXCEEDED -> TIME_EXCEEDED;
            case MEMORY_EXCEEDED -> MEMORY_EXCEEDED;
            case BUILD_FAILED -> BUILD_FAILED;
            case FAULTED -> FAULTED;
            case OUTPUT_EXCEEDED, FORBIDDEN, CANCELLED -> ENDED;
        };
    }

    /** The status for a request that was declined. */
    public static int of(Refusal refusal) {
        return switch (refusal) {
            case RuntimeMissing _, TierUnavailable _, QueueFull _, QuotaSpent _, RateExceeded _, Unavailable _ ->
                UNAVAILABLE;
            case Malformed _,
                    Unauthenticated _,
                    Forbidden _,
                    NotFound _,
                    Conflict _,
                    TooLarge _,
                    NotJson _,
                    Invalid _,
                    LimitAboveCeiling _,
                    PolicyDenied _,
                    RuntimeUnknown _,
                    NotOffered _ -> USAGE;
            case Within(String _, Refusal inner) -> of(inner);
        };
    }
}
