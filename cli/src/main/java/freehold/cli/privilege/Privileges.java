package freehold.cli.privilege;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Gives up root, for this process and for good: user, groups and capabilities of all threads, and the right to gain any by
 * executing something. What it did is read back from the kernel; a thread that kept anything is an error, and the caller must end.
 */
public final class Privileges {
    private static final Path TASKS = Path.of("/proc/self/task");
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int PR_GET_NO_NEW_PRIVS = 39;
    /** What setresuid(2) takes for "as it is". */
    private static final int SAME = -1;

    private static final int SECCOMP_SET_MODE_FILTER = 1;
    private static final long SECCOMP_GET_ACTION_AVAIL = 2;
    private static final int SECCOMP_RET_ALLOW = 0x7fff_0000;
    private static final long SECCOMP_FILTER_FLAG_TSYNC = 1;

    private Privileges() {}

    /**
     * Becomes the user.
     *
     * @param user a user id, not 0
     * @param group a group id, not 0: one that nobody else is in, for what a user's own number means as a group is chance
     * @throws IOException if a call failed, or a thread kept something: nothing may go on then
     */
    public static void drop(int user, int group) throws IOException {
        if (user <= 0 || group <= 0) {
            throw new IllegalArgumentException("not a user and group to drop to: " + user + ", " + group);
        }
        SystemCalls.invoke("setgroups", 0L, MemorySegment.NULL);
        SystemCalls.invoke("setresgid", group, group, group);
        SystemCalls.invoke("setresuid", user, user, user);
        forbidExecution();
        verify(user, group);
    }

    /**
     * Calls what {@link #drop} calls, in forms that change nothing: the JVM's start-up cache keeps what it took to call them.
     *
     * @throws IOException if a call failed
     */
    public static void rehearse() throws IOException {
        SystemCalls.invoke("getgroups", 0L, MemorySegment.NULL);
        SystemCalls.invoke("setresgid", SAME, SAME, SAME);
        SystemCalls.invoke("setresuid", SAME, SAME, SAME);
        SystemCalls.invoke("prctl", PR_GET_NO_NEW_PRIVS, 0L, 0L, 0L, 0L);
        SeccompFilter filter = SeccompFilter.ofThisMachine();
        try (Arena arena = Arena.ofConfined()) {
            program(filter, arena);
            SystemCalls.invoke(
                    "syscall",
                    filter.seccompNumber(),
                    SECCOMP_GET_ACTION_AVAIL,
                    0L,
                    arena.allocateFrom(ValueLayout.JAVA_INT, SECCOMP_RET_ALLOW));
        }
        TaskStatus.parse(Files.readString(Path.of("/proc/self/status")));
    }

    /**
     * Sets no_new_privs in all threads, and forbids to execute programs, by a filter that TSYNC puts on all threads together with
     * the flag (seccomp(2)). prctl(2) alone would set the flag in the calling thread only.
     */
    private static void forbidExecution() throws IOException {
        SeccompFilter filter = SeccompFilter.ofThisMachine();
        try (Arena arena = Arena.ofConfined()) {
            SystemCalls.invoke("prctl", PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L);
            SystemCalls.invoke(
                    "syscall",
                    filter.seccompNumber(),
                    (long) SECCOMP_SET_MODE_FILTER,
                    SECCOMP_FILTER_FLAG_TSYNC,
                    program(filter, arena));
        }
    }

    /** struct sock_fprog: an unsigned short with the count, and a pointer to the instructions. */
    private static MemorySegment program(SeccompFilter filter, Arena arena) {
        MemorySegment instructions = arena.allocate(filter.bytes().length, Long.BYTES);
        MemorySegment.copy(filter.bytes(), 0, instructions, ValueLayout.JAVA_BYTE, 0, filter.bytes().length);
        MemorySegment program = arena.allocate(2L * Long.BYTES, Long.BYTES);
        program.set(ValueLayout.JAVA_SHORT, 0, (short) filter.count());
        program.set(ValueLayout.ADDRESS, Long.BYTES, instructions);
        return program;
    }

    private static void verify(int user, int group) throws IOException {
        List<Path> tasks;
        try (Stream<Path> listed = Files.list(TASKS)) {
            tasks = listed.toList();
        }
        for (Path task : tasks) {
            try {
                TaskStatus.parse(Files.readString(task.resolve("status"))).requireDropped(user, group);
            } catch (NoSuchFileException _) {
                // a thread that ended since the listing has nothing left
            }
        }
    }
}
