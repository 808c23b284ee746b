package freehold.worker.cell;

import freehold.cell.TerminalSize;
import freehold.wire.link.Stream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A program of a fake cell. Returns its exit code. */
@FunctionalInterface
public interface FakeProgram {
    int run(Surroundings in) throws InterruptedException;

    /** What a program sees. */
    interface Surroundings {
        List<String> argv();

        Map<String, String> env();

        byte[] stdin();

        /** Waits for what is said to it next; empty at the end of input. */
        byte[] read() throws InterruptedException;

        /** How large its terminal is now, if it has one. */
        Optional<TerminalSize> terminal();

        /** Files below the work directory, by path; may be changed. */
        Map<String, FakeFile> files();

        /** Ends the program at the limit. */
        void write(Stream stream, byte[] bytes);

        /** Waits for the end that comes from outside. */
        int waitForEnd() throws InterruptedException;

        /** Uses up the CPU limit. */
        int spin();

        /** A signal ends it. */
        int crash(int signal);

        /** The kernel ends it for want of memory. */
        int exhaustMemory();
    }

    /** A regular file, or a symbolic link to somewhere. */
    record FakeFile(String text, boolean executable, boolean link) {}
}
