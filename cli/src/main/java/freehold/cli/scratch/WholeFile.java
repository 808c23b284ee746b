package freehold.cli.scratch;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.settings.Places;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/** A file that appears under its name when it is whole. Until then it has a name that nobody could guess. */
public final class WholeFile {
    private static final Set<StandardOpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private WholeFile() {}

    /** What is written. */
    public interface Content {
        void to(FileChannel channel) throws IOException;
    }

    /**
     * Writes a file that only its owner may read, down to the disk, in place of no other.
     *
     * @param named how the file is called in what is said about it
     * @throws Declined if there is such a file, before or when it is whole
     * @throws IOException if the content or the disk fails; nothing is left then
     */
    public static void write(Path file, String named, Content content) throws IOException {
        if (Files.exists(file)) {
            throw taken(named);
        }
        Path draft = draft(file);
        try (FileChannel channel = FileChannel.open(
                draft, NEW, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            content.to(channel);
            channel.force(true);
            publish(draft, file, named);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /**
     * The same for content that gives root up, by whom neither the folder nor the file can be changed any more: somebody who stays root waits
     * for the word that the file is whole, and gives it its name then. Who is not root writes as ever.
     */
    public static void writeGivingUpRoot(Path file, String named, Content content) throws IOException {
        if (!Places.isRoot()) {
            write(file, named, content);
            return;
        }
        if (Files.exists(file)) {
            throw taken(named);
        }
        Path draft = draft(file);
        try (FileChannel channel = FileChannel.open(
                        draft,
                        NEW,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                RootsHand hand = RootsHand.over(draft, file)) {
            content.to(channel);
            channel.force(true);
            if (!hand.publish()) {
                throw taken(named);
            }
        }
    }

    /**
     * Writes a text, down to the disk, in place of what the file was, if it was there: whoever reads it meanwhile, or after the machine
     * crashed, reads one or the other. Others may read it as the umask lets them.
     *
     * @throws IOException if the disk fails; the file is as it was then, or as it is to be
     */
    public static void replace(Path file, String text) throws IOException {
        Path draft = draft(file);
        try {
            Files.writeString(draft, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            force(draft, StandardOpenOption.WRITE); // first, or a crash could leave the name with nothing in it
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            Path folder = draft.toAbsolutePath().getParent();
            if (folder != null) {
                force(folder, StandardOpenOption.READ);
            }
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static void force(Path what, StandardOpenOption how) throws IOException {
        try (FileChannel channel = FileChannel.open(what, how)) {
            channel.force(true);
        }
    }

    private static Path draft(Path file) {
        return file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
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
