package freehold.wire.bundle;

import java.util.List;

/** What the packages' own installation scripts would have done, and we do by name after all packages are unpacked. */
public sealed interface Fix {
    /** A symbolic link; what is at that path gives way. */
    record Link(String at, String to) implements Fix {}

    /** A small file; what is at that path gives way. */
    record TextFile(String at, String text, Access access) implements Fix {}

    /** Takes a file, a link or a whole directory away; it must be there. */
    record Remove(String at) implements Fix {}

    /** A program of the bundle, run in a copy of it without network, identity or privilege. */
    record Run(List<String> argv) implements Fix {
        public Run {
            argv = List.copyOf(argv);
            if (argv.isEmpty() || !argv.getFirst().startsWith("/")) {
                throw new IllegalArgumentException("run names its program by an absolute path");
            }
        }
    }

    /** Whether a file may be executed. */
    enum Access {
        READABLE,
        EXECUTABLE
    }
}
