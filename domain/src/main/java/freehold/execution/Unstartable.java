package freehold.execution;

import java.util.Arrays;

/** Why the kernel did not execute a program, in words; the numbers are those of Linux (errno(3)). */
enum Unstartable {
    ENOENT(
            2,
            "its file, or the interpreter that the file names, is not there",
            "Check the path, and the first line of a script."),
    E2BIG(7, "its arguments and environment are longer than the kernel takes", "Send less in them, and more on stdin."),
    ENOEXEC(
            8,
            "its file is not in a format that this machine executes",
            "Begin a script with #! and its interpreter; build a program for this machine."),
    ENOMEM(12, "the memory limit leaves no room for it", "Raise the memory limit of this step."),
    EACCES(13, "its file is not executable", "Send the file with executable: true, or start it by an interpreter."),
    ENOTDIR(20, "a part of its path is not a directory", "Check the path."),
    ETXTBSY(26, "its file is open for writing", "Close the file before it is started."),
    ELOOP(40, "its path has too many symbolic links", "Check the path."),
    OTHER(0, "the kernel would not execute it", "Check that the file is whole, and a program of this machine.");

    private final int errno;
    private final String words;
    private final String remedy;

    Unstartable(int errno, String words, String remedy) {
        this.errno = errno;
        this.words = words;
        this.remedy = remedy;
    }

    /** What is said of it, with the number where there is no name. */
    record Reason(String what, String remedy) {}

    static Reason of(long errno) {
        Unstartable found = Arrays.stream(values())
                .filter(each -> each.errno == errno)
                .findFirst()
                .orElse(OTHER);
        String name = found == OTHER ? "errno " + errno : found.name();
        return new Reason(found.words + " (" + name + ")", found.remedy);
    }

    int errno() {
        return errno;
    }
}
