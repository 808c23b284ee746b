package freehold.cli.scratch;

import freehold.cli.settings.Places;
import freehold.worker.folder.FolderTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

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
        return in(Places.ofThisUser().data().resolveSibling("scratch"));
    }

    /** The same where somebody wants it, in a folder that is made if need be and has nothing else. */
    public static Scratch in(Path all) {
        try {
            Files.createDirectories(all);
            clear(all);
            Path mine = all.resolve(Long.toString(ProcessHandle.current().pid()));
            FolderTree.delete(mine);
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

    /** Removes what killed commands left in such a folder. */
    public static void clear(Path all) throws IOException {
        if (!Files.isDirectory(all, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(all)) {
            for (Path each : folders) {
                String name = each.getFileName().toString();
                if (name.matches("\\d{1,10}")
                        && ProcessHandle.of(Long.parseLong(name)).isEmpty()) {
                    FolderTree.delete(each);
                }
            }
        }
    }

    @Override
    public void close() {
        try {
            FolderTree.delete(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
