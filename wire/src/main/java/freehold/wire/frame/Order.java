package freehold.wire.frame;

import freehold.cell.FilterClass;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** What the worker sends. */
public sealed interface Order extends Frame {
    /**
     * Make a cell without a network; {@link Answer.Ready} follows.
     *
     * @param repeatable whether addresses are the same each time, and all threads share one processor
     */
    record Prepare(
            String root,
            FilterClass filter,
            long memoryBytes,
            int processes,
            long diskBytes,
            int diskInodes,
            int openFiles,
            long fileBytes,
            boolean repeatable)
            implements Order {
        /** One where starts may differ. */
        public Prepare(
                String root,
                FilterClass filter,
                long memoryBytes,
                int processes,
                long diskBytes,
                int diskInodes,
                int openFiles,
                long fileBytes) {
            this(root, filter, memoryBytes, processes, diskBytes, diskInodes, openFiles, fileBytes, false);
        }
    }

    /** A file below /work; {@link Data} with exactly that many bytes follow. */
    record Put(String path, Mode mode, long sizeBytes) implements Order {
        /** One that everybody in the cell may read. */
        public Put(String path, boolean executable, long sizeBytes) {
            this(path, executable ? Mode.EXECUTABLE : Mode.PLAIN, sizeBytes);
        }
    }

    /** Who may do what with a file. */
    enum Mode {
        PLAIN(0644),
        EXECUTABLE(0755),
        /** Only the program's user may read it. */
        OWN(0400);

        private final int bits;

        Mode(int bits) {
            this.bits = bits;
        }

        int bits() {
            return bits;
        }
    }

    /** A part of the file that PUT announced. */
    record Data(ByteBuffer bytes) implements Order {}

    /**
     * Start a runtime's bootstrap in a cell that is ready; {@link Answer.Warmed} follows. {@link Exec} then hands its program over.
     *
     * @param env each {@code NAME=value}
     */
    record Warm(List<String> argv, List<String> env) implements Order {
        public Warm {
            argv = List.copyOf(argv);
            env = List.copyOf(env);
        }
    }

    /**
     * Let the program go; {@link Answer.Started} follows, and at the end {@link Answer.Exit}.
     *
     * @param env each {@code NAME=value}
     * @param cwd relative to /work, empty for /work itself
     * @param feed whether {@link Input} and {@link InputEnd} come
     * @param terminal the size of the terminal that the program gets in place of pipes
     */
    record Exec(
            List<String> argv,
            List<String> env,
            String cwd,
            long cpuMicros,
            long wallMicros,
            long outputBytes,
            Feed feed,
            Optional<Resize> terminal)
            implements Order {
        public Exec {
            argv = List.copyOf(argv);
            env = List.copyOf(env);
        }
    }

    /** What comes of standard input. */
    enum Feed {
        /** Nothing. */
        EMPTY,
        FOLLOWS,
        /** It follows, and {@link Answer.Taken} tells what became of it. */
        FOLLOWS_COUNTED
    }

    /** For standard input. */
    record Input(ByteBuffer bytes) implements Order {}

    /** Standard input has come to its end. On a terminal its end-of-file character is typed, and more may follow. */
    record InputEnd() implements Order {}

    /** Send a signal to the program alone; on a terminal those that have a key go to what is in its foreground. */
    record Signal(int number) implements Order {}

    /** The terminal has this size now. */
    record Resize(int rows, int columns) implements Order {}

    /**
     * From now on the cell weighs so much on processors that others want too.
     *
     * @param weight from 1 to 10,000; 100 until one comes
     */
    record Weigh(int weight) implements Order {}

    /** End the cell now; {@link Answer.Exit} follows. */
    record Kill() implements Order {}

    /** Name the regular files below /work, after the exit; {@link Answer.Entry} follow, then {@link Answer.End}. */
    record ListFiles(int entriesMax) implements Order {}

    /** Send a file below /work, after the exit; {@link Answer.File} or {@link Answer.Refused} follows. */
    record Fetch(String path, long bytesMax) implements Order {}
}
