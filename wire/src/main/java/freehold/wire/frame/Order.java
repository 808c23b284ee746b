package freehold.wire.frame;

import freehold.cell.FilterClass;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** What the worker sends. */
public sealed interface Order extends Frame {
    /** Make a cell without a network; {@link Answer.Ready} follows. */
    record Prepare(
            String root,
            FilterClass filter,
            long memoryBytes,
            int processes,
            long diskBytes,
            int diskInodes,
            int openFiles,
            long fileBytes)
            implements Order {}

    /** A file below /work; {@link Data} with exactly that many bytes follow. */
    record Put(String path, boolean executable, long sizeBytes) implements Order {}

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
     * @param inputFollows whether {@link Input} and {@link InputEnd} come; otherwise standard input is empty
     * @param terminal the size of the terminal that the program gets in place of pipes
     */
    record Exec(
            List<String> argv,
            List<String> env,
            String cwd,
            long cpuMicros,
            long wallMicros,
            long outputBytes,
            boolean inputFollows,
            Optional<Resize> terminal)
            implements Order {
        public Exec {
            argv = List.copyOf(argv);
            env = List.copyOf(env);
        }
    }

    /** For standard input. */
    record Input(ByteBuffer bytes) implements Order {}

    /** Standard input has come to its end. */
    record InputEnd() implements Order {}

    /** Send a signal to the program alone. */
    record Signal(int number) implements Order {}

    /** The terminal has this size now. */
    record Resize(int rows, int columns) implements Order {}

    /** End the cell now; {@link Answer.Exit} follows. */
    record Kill() implements Order {}

    /** Name the regular files below /work, after the exit; {@link Answer.Entry} follow, then {@link Answer.End}. */
    record ListFiles(int entriesMax) implements Order {}

    /** Send a file below /work, after the exit; {@link Answer.File} or {@link Answer.Refused} follows. */
    record Fetch(String path, long bytesMax) implements Order {}
}
