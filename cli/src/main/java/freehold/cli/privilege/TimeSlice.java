package freehold.cli.privilege;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * How long the kernel lets this process compute before others have a turn (Documentation/scheduler/sched-eevdf.rst). Who asks for short turns has
 * them sooner: a thread that wakes takes the processor from a program that computes, instead of waiting for the end of that one's turn, which is
 * milliseconds away. It has no more of the processor in all.
 */
public final class TimeSlice {
    private static final Path TASKS = Path.of("/proc/self/task");
    private static final long SHORTEST_NANOS = 100_000;

    // of struct sched_attr, linux/sched/types.h
    private static final long ATTRIBUTES_BYTES = 48; // SCHED_ATTR_SIZE_VER0
    private static final long POLICY_OFFSET = 4;
    private static final long RUNTIME_OFFSET = 24;
    private static final int SCHED_OTHER = 0;

    private TimeSlice() {}

    /**
     * Asks for the shortest turns, for all threads of this process and those that they start. Without effect before Linux 6.12, and on threads that
     * are scheduled by another policy.
     *
     * @throws IOException if the kernel refuses
     */
    public static void shorten() throws IOException {
        List<Path> tasks;
        try (Stream<Path> listed = Files.list(TASKS)) {
            tasks = listed.toList();
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(ATTRIBUTES_BYTES, Long.BYTES);
            for (Path task : tasks) {
                shorten(Long.parseLong(task.getFileName().toString()), attributes);
            }
        }
    }

    /** In nanoseconds; 0 where the kernel does not tell. */
    static long ofThisThread() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(ATTRIBUTES_BYTES, Long.BYTES);
            SystemCalls.invoke("syscall", Calls.get(), 0L, attributes, ATTRIBUTES_BYTES, 0L);
            return attributes.get(ValueLayout.JAVA_LONG, RUNTIME_OFFSET);
        }
    }

    private static void shorten(long task, MemorySegment attributes) throws IOException {
        try {
            SystemCalls.invoke("syscall", Calls.get(), task, attributes, ATTRIBUTES_BYTES, 0L);
            if (attributes.get(ValueLayout.JAVA_INT, POLICY_OFFSET) == SCHED_OTHER) {
                attributes.set(ValueLayout.JAVA_LONG, RUNTIME_OFFSET, SHORTEST_NANOS);
                SystemCalls.invoke("syscall", Calls.set(), task, attributes, 0L);
            }
        } catch (IOException failed) {
            if (Files.exists(TASKS.resolve(Long.toString(task)))) {
                throw failed;
            }
        }
    }

    /** The numbers of sched_getattr(2) and sched_setattr(2), which the C library had no functions for before 2.41. */
    private static final class Calls {
        private static boolean isX86() {
            return System.getProperty("os.arch").equals("amd64");
        }

        static long get() {
            return isX86() ? 315 : 275;
        }

        static long set() {
            return isX86() ? 314 : 274;
        }
    }
}
