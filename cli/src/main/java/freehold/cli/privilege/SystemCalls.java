package freehold.cli.privilege;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Set;

/**
 * Calls into the C library. Those of the set*id family are taken from it and not from the kernel, for only the library changes
 * all threads of a process (nptl(7), "NPTL and the POSIX threads specification").
 */
@SuppressWarnings("restricted") // calling C is what this class is for
public final class SystemCalls {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CAPTURED.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    /** landlock_create_ruleset(2) has the same number on all architectures. */
    private static final long SYS_LANDLOCK_CREATE_RULESET = 444;

    private static final long LANDLOCK_CREATE_RULESET_VERSION = 1;
    private static final int TIME_ERROR = 5;
    /** sizeof(struct timex) on 64-bit Linux; {@code modes} is its first member, and 0 only reads. */
    private static final long TIMEX_BYTES = 208;

    /** struct pollfd: what is asked for and what is told, each 16 bits; that nobody reads is told unasked. */
    private static final StructLayout POLLFD = MemoryLayout.structLayout(
            ValueLayout.JAVA_INT.withName("fd"),
            ValueLayout.JAVA_SHORT.withName("events"),
            ValueLayout.JAVA_SHORT.withName("revents"));

    private static final Set<String> VARIADIC = Set.of("syscall", "prctl", "ioctl");
    private static final int SIGINT = 2;
    private static final int SIGTERM = 15;

    private SystemCalls() {}

    /** isatty(3). */
    static boolean isTerminal(int descriptor) {
        try {
            return invoke("isatty", descriptor) == 1;
        } catch (IOException _) {
            return false;
        }
    }

    /** Lets the next SIGINT and SIGTERM end this process at once, as they do where no handler was set (signal(2)). */
    public static void restoreInterrupt() {
        MethodHandle signal = LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow("signal"),
                FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        try {
            for (int number : new int[] {SIGINT, SIGTERM}) {
                MemorySegment _ = (MemorySegment) signal.invokeExact(number, MemorySegment.NULL);
            }
        } catch (Throwable impossible) {
            throw new AssertionError(impossible); // both numbers are valid
        }
    }

    /** cfmakeraw(3). */
    static void makeRaw(MemorySegment termios) {
        MethodHandle raw = LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow("cfmakeraw"), FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));
        try {
            raw.invokeExact(termios);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible); // it only changes what it is given
        }
    }

    /** The landlock ABI of this kernel, 0 when it has none. */
    public static int landlockAbi() {
        try {
            return (int) Math.max(
                    0,
                    invoke(
                            "syscall",
                            SYS_LANDLOCK_CREATE_RULESET,
                            MemorySegment.NULL,
                            0L,
                            LANDLOCK_CREATE_RULESET_VERSION));
        } catch (IOException _) {
            return 0;
        }
    }

    /** Whether what is written to a descriptor may still be read (poll(2)); also true where the kernel does not say. */
    public static boolean hasReader(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment asked = arena.allocate(POLLFD);
            asked.set(ValueLayout.JAVA_INT, 0, descriptor);
            return invoke("poll", asked, 1L, 0) == 0;
        } catch (IOException _) {
            return true;
        }
    }

    /** Whether the kernel takes its clock to be synchronised (adjtimex(2)); false too when it does not say. */
    public static boolean clockSynchronised() {
        try (Arena arena = Arena.ofConfined()) {
            return invoke("adjtimex", arena.allocate(TIMEX_BYTES, Long.BYTES)) != TIME_ERROR;
        } catch (IOException _) {
            return false;
        }
    }

    /**
     * Calls a function of the C library that returns an int or a long and says by -1 that it failed.
     *
     * @param arguments each a Long, an Integer or a MemorySegment, as the function's prototype has it
     * @throws IOException with name and errno, if it returned -1
     */
    static long invoke(String function, Object... arguments) throws IOException {
        MemoryLayout[] layouts = new MemoryLayout[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            layouts[i] = layout(arguments[i]);
        }
        MemoryLayout result = function.equals("syscall") ? ValueLayout.JAVA_LONG : ValueLayout.JAVA_INT;
        Linker.Option variadic = Linker.Option.firstVariadicArg(function.equals("ioctl") ? 2 : 1);
        Linker.Option capture = Linker.Option.captureCallState("errno");
        FunctionDescriptor descriptor = FunctionDescriptor.of(result, layouts);
        MemorySegment address = LINKER.defaultLookup().findOrThrow(function);
        MethodHandle handle = VARIADIC.contains(function)
                ? LINKER.downcallHandle(address, descriptor, capture, variadic)
                : LINKER.downcallHandle(address, descriptor, capture);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment captured = arena.allocate(CAPTURED);
            Object[] all = new Object[arguments.length + 1];
            all[0] = captured;
            System.arraycopy(arguments, 0, all, 1, arguments.length);
            long returned = ((Number) handle.invokeWithArguments(all)).longValue();
            if (returned == -1) {
                throw new IOException(function + " failed with errno " + (int) ERRNO.get(captured, 0L));
            }
            return returned;
        } catch (IOException failed) {
            throw failed;
        } catch (Throwable broken) {
            throw new IOException(function + " could not be called", broken);
        }
    }

    private static MemoryLayout layout(Object argument) {
        return switch (argument) {
            case Long _ -> ValueLayout.JAVA_LONG;
            case Integer _ -> ValueLayout.JAVA_INT;
            case MemorySegment _ -> ValueLayout.ADDRESS;
            default -> throw new IllegalArgumentException("no C type for " + argument.getClass());
        };
    }
}
