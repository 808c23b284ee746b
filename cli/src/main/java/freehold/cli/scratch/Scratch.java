package freehold.cli.scratch;

import freehold.cli.settings.Places;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * A folder for as long as one command takes. Named after the process, so that a later one can tell what a killed one left.
 */
public final class Scratch implements AutoCloseable {
    private final Path folder;

    private Scratch(Path folder) {
        this.folder = folder;
    }

    /** Makes one for this process; there is one at a time. */
    public static Scratch make() {
        try {
            Path all = Places.ofThisUser().data().resolveSibling("scratch");
            Files.createDirectories(all);
            removeAbandoned(all);
            Path mine = all.resolve(Long.toString(ProcessHandle.current().pid()));
            delete(mine);
            return new Scratch(Files.createDirectory(
                    mine, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A path in it; whoever uses it makes it. */
    public Path folder(String name) {
        return folder.resolve(name);
    }

    private static void removeAbandoned(Path all) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(all)) {
            for (Path each : folders) {
                String name = each.getFileName().toString();
                if (name.matches("\\d{1,10}")
                        && ProcessHandle.of(Long.parseLong(name)).isEmpty()) {
                    delete(each);
                }
            }
        }
    }

    /** Deletes a tree, if it is there. Symbolic links in it are deleted, not followed. */
    public static void delete(Path tree) throws IOException {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Override
    public void close() {
        try {
            delete(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
