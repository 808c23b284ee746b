package freehold.cli.scratch;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/** A file that appears under its name when it is whole, and in place of no other. Until then it has a name that nobody could guess. */
public final class WholeFile {
    private WholeFile() {}

    /** What is written. */
    public interface Content {
        void to(FileChannel channel) throws IOException;
    }

    /**
     * Writes a file that only its owner may read, down to the disk.
     *
     * @param named how the file is called in what is said about it
     * @throws Declined if there is such a file, before or when it is whole
     * @throws IOException if the content or the disk fails; nothing is left then
     */
    public static void write(Path file, String named, Content content) throws IOException {
        if (Files.exists(file)) {
            throw taken(named);
        }
        Path draft = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
        try (FileChannel channel = FileChannel.open(
                draft,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            content.to(channel);
            channel.force(true);
            publish(draft, file, named);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** A move would take the place of what came meanwhile; where the file system has no links that is looked for just before. */
    private static void publish(Path draft, Path file, String named) throws IOException {
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException came) {
            throw taken(named);
        } catch (FileSystemException | UnsupportedOperationException noLinks) {
            Files.move(draft, file);
        }
    }

    private static Declined taken(String named) {
        return new Declined(ExitStatus.USAGE, named + " is there already; name another file");
    }
}
