package freehold.cell;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A signal of Linux by its number, with its name and what it usually means. The numbers are those of x86-64 and AArch64, which
 * agree (signal(7)).
 */
public enum Signal {
    SIGHUP(1, "hang-up"),
    SIGINT(2, "interrupt"),
    SIGQUIT(3, "quit"),
    SIGILL(4, "illegal instruction"),
    SIGTRAP(5, "breakpoint"),
    SIGABRT(6, "abort"),
    SIGBUS(7, "bus error"),
    SIGFPE(8, "arithmetic error, such as a division by zero"),
    SIGKILL(9, "kill"),
    SIGUSR1(10, "user signal 1"),
    SIGSEGV(11, "segmentation fault"),
    SIGUSR2(12, "user signal 2"),
    SIGPIPE(13, "write to a closed pipe"),
    SIGALRM(14, "alarm clock"),
    SIGTERM(15, "termination"),
    SIGSTKFLT(16, "stack fault"),
    SIGCHLD(17, "child ended"),
    SIGCONT(18, "continue"),
    SIGSTOP(19, "stop"),
    SIGTSTP(20, "stop from the terminal"),
    SIGTTIN(21, "read from the terminal in the background"),
    SIGTTOU(22, "write to the terminal in the background"),
    SIGURG(23, "urgent data"),
    SIGXCPU(24, "CPU limit that the program set itself"),
    SIGXFSZ(25, "file above the size limit"),
    SIGVTALRM(26, "virtual alarm clock"),
    SIGPROF(27, "profiling timer"),
    SIGWINCH(28, "window changed"),
    SIGIO(29, "I/O possible"),
    SIGPWR(30, "power failure"),
    SIGSYS(31, "system call not allowed");

    /** The kernel begins at 32, and the C library keeps two for itself. */
    private static final int REAL_TIME_FIRST = 34;

    private static final int NUMBER_MAX = 64;
    private static final String REAL_TIME = "SIGRTMIN+";

    private static final Set<Signal> SENDABLE =
            EnumSet.of(SIGHUP, SIGINT, SIGQUIT, SIGKILL, SIGUSR1, SIGUSR2, SIGTERM, SIGCONT, SIGTSTP);

    private final int number;
    private final String meaning;

    Signal(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /** The signal of that number; empty for 0 and for real-time signals, which have no names of their own. */
    public static Optional<Signal> of(int number) {
        return number >= 1 && number <= values().length ? Optional.of(values()[number - 1]) : Optional.empty();
    }

    /** Those that a program may be sent from outside: what people and supervisors send, and none that tells of a fault. */
    public static List<Signal> sendable() {
        return List.copyOf(SENDABLE);
    }

    /** One of {@link #sendable} by its name; empty for any other. */
    public static Optional<Signal> sendable(String name) {
        return Arrays.stream(values())
                .filter(each -> each.name().equals(name) && each.isSendable())
                .findFirst();
    }

    public boolean isSendable() {
        return SENDABLE.contains(this);
    }

    /** {@code SIGSEGV}; real-time signals as the shell names them, {@code SIGRTMIN+3}. */
    public static String nameOf(int number) {
        return of(number).map(Enum::name).orElseGet(() -> REAL_TIME + (number - REAL_TIME_FIRST));
    }

    /** The number that {@link #nameOf} has that name for; empty if it is none of its names. */
    public static OptionalInt numberOf(String name) {
        return IntStream.rangeClosed(1, NUMBER_MAX)
                .filter(number -> nameOf(number).equals(name))
                .findFirst();
    }

    public int number() {
        return number;
    }

    /** In words, for people. */
    public String meaning() {
        return meaning;
    }
}
