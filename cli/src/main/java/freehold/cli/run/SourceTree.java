package freehold.cli.run;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.Unreadable;
import freehold.execution.Content;
import freehold.execution.SourceFile;
import freehold.execution.WorkPath;
import freehold.quantity.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of a program, as the caller named them: one file, all regular files of a directory, or standard input. Hidden files and
 * directories (a dot first, such as {@code .git}) are left out. A symbolic link is left out too: what it names may lie elsewhere.
 *
 * @param files sorted by path
 * @param entry the main file, if the caller's argument says which
 */
record SourceTree(List<SourceFile> files, Optional<WorkPath> entry) {
    /** As the server's own bound of a request. */
    static final Bytes SIZE_MAX = Bytes.mebi(10);

    static final int FILES_MAX = 1_000;
    private static final int DEPTH_MAX = 32;

    SourceTree {
        files = List.copyOf(files);
    }

    /** Reads what the argument names. */
    static SourceTree read(Path argument) {
        try {
            return Files.isDirectory(argument) ? directory(argument) : file(argument);
        } catch (IOException unreadable) {
            throw new Declined(ExitStatus.USAGE, argument + " cannot be read: " + Unreadable.reason(unreadable));
        }
    }

    /** One file without a name of its own, from a stream. */
    static byte[] read(InputStream stream, String what) throws IOException {
        byte[] bytes = stream.readNBytes((int) SIZE_MAX.count() + 1);
        if (bytes.length > SIZE_MAX.count()) {
            throw new Declined(
                    ExitStatus.USAGE, what + " is larger than " + SIZE_MAX + ", which is the most; send less");
        }
        return bytes;
    }

    private static SourceTree file(Path path) throws IOException {
        WorkPath name = workPath(path.toAbsolutePath().normalize().getFileName());
        return new SourceTree(List.of(sourceFile(path, name)), Optional.of(name));
    }

    private static SourceTree directory(Path root) throws IOException {
        List<Path> paths = new ArrayList<>();
        collect(root, 1, paths);
        if (paths.isEmpty()) {
            throw new Declined(
                    ExitStatus.USAGE,
                    root
                            + " has no files, but perhaps some whose names begin with a dot, which are left out; name a folder that has a program");
        }
        List<SourceFile> files = new ArrayList<>();
        long size = 0;
        for (Path path : paths) {
            SourceFile file = sourceFile(path, workPath(root.relativize(path)));
            size += file.content() instanceof Content.Inline(byte[] bytes) ? bytes.length : 0;
            if (size > SIZE_MAX.count()) {
                throw new Declined(
                        ExitStatus.USAGE,
                        root + " holds more than " + SIZE_MAX
                                + ", which is the most; leave files out, or let their names begin with a dot");
            }
            files.add(file);
        }
        return new SourceTree(files, Optional.empty());
    }

    private static void collect(Path directory, int depth, List<Path> found) throws IOException {
        if (depth > DEPTH_MAX) {
            throw new Declined(
                    ExitStatus.USAGE,
                    directory + " lies more than " + DEPTH_MAX + " directories deep, which is the most; move it up");
        }
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : entries.sorted().toList()) {
                if (entry.getFileName().toString().startsWith(".")) {
                    continue;
                }
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    collect(entry, depth + 1, found);
                } else if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                    found.add(entry);
                }
            }
        }
        if (found.size() > FILES_MAX) {
            throw new Declined(
                    ExitStatus.USAGE,
                    "more than " + FILES_MAX + " files, which is the most; leave some out, or pack them into one");
        }
    }

    private static SourceFile sourceFile(Path path, WorkPath name) throws IOException {
        try (InputStream stream = Files.newInputStream(path)) {
            return new SourceFile(name, new Content.Inline(read(stream, path.toString())), Files.isExecutable(path));
        }
    }

    private static WorkPath workPath(Path relative) {
        Optional<String> fault = WorkPath.fault(relative.toString());
        if (fault.isPresent()) {
            throw new Declined(ExitStatus.USAGE, relative + " cannot be a path in a cell: " + fault.get());
        }
        return new WorkPath(relative.toString());
    }
}
