package freehold.cli.serve;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.Unreadable;
import freehold.cli.daemon.ServiceUser;
import freehold.cli.privilege.Privileges;
import freehold.cli.scratch.Scratch;
import freehold.cli.settings.Places;
import freehold.control.ledger.SigningKeyFile;
import freehold.control.vault.MasterKeyFile;
import freehold.worker.folder.FolderTree;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/** The folder of all that lasts. It is the service user's, and closed to others. */
public final class DataFolder {
    private static final int ROOT = 0;

    private DataFolder() {}

    /**
     * Makes it, and gives it to the user; one that is somebody else's already is refused, not taken.
     *
     * @param user who will write in it
     */
    public static void prepare(Path folder, int user) {
        try {
            if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                if (folder.getParent() != null) {
                    Files.createDirectories(folder.getParent());
                }
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            if (!Files.isDirectory(folder)) {
                throw new Declined(ExitStatus.USAGE, folder + " is no folder; name another by --data");
            }
            int owner = (int) Files.getAttribute(folder, "unix:uid");
            if (owner == user) {
                return;
            }
            boolean empty = isEmpty(folder);
            if (owner != ROOT || !empty) {
                throw new Declined(
                        ExitStatus.USAGE,
                        "%s belongs to user %d and not to %d, who the server will be; %s"
                                .formatted(folder, owner, user, advice(folder, empty, user)));
            }
            Path itself = folder.toRealPath();
            Files.setAttribute(itself, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(itself, "unix:gid", ServiceUser.NUMBER, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException failed) {
            throw new Declined(
                    ExitStatus.UNAVAILABLE, "the data folder " + folder + " cannot be made: " + reason(failed));
        }
    }

    /**
     * Takes it for this process alone, until that ends: two servers in one folder would spoil each other's caches. What an earlier one
     * left in the folder for temporary files is removed.
     *
     * @return closes it again, temporary files and all
     */
    public static AutoCloseable take(Path folder) throws IOException {
        FileChannel file =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (file.tryLock() == null) {
            file.close();
            throw new Declined(
                    ExitStatus.UNAVAILABLE, "another server uses the data folder " + folder + "; name one by --data");
        }
        FolderTree.delete(temporary(folder));
        Files.createDirectory(temporary(folder));
        Scratch.clear(scratch(folder));
        return () -> {
            FolderTree.delete(temporary(folder));
            file.close();
        };
    }

    /**
     * Becomes whose it is, for good, where this is root: its owner may put a link to anything in the place of anything that is in it, at any
     * moment, so root may open, make and give away nothing there. Files elsewhere that root alone may use are opened before.
     */
    public static void enter(Path folder) {
        if (!Places.isRoot()) {
            return;
        }
        try {
            int owner = (int) Files.getAttribute(folder, "unix:uid");
            if (owner != ROOT) {
                ClassPath.requireReadable();
                Privileges.drop(owner, ServiceUser.NUMBER);
            }
            if (!Files.isExecutable(folder)) {
                throw new Declined(
                        ExitStatus.USAGE,
                        "user %d, whose the folder %s is, cannot reach it; open the folders above it, or name another by --data"
                                .formatted(owner, folder));
            }
        } catch (NoSuchFileException _) {
            // there is nothing to be opened, and whoever looks for it says so
        } catch (IOException failed) {
            throw new Declined(
                    ExitStatus.UNAVAILABLE,
                    "root could not be given up for the owner of " + folder + ", so nothing was done there: "
                            + reason(failed));
        }
    }

    /** Where a backup has its copy of the record while it is made. */
    public static Path scratch(Path folder) {
        return folder.resolve("scratch");
    }

    /** Where libraries may put what they unpack. */
    static Path temporary(Path folder) {
        return folder.resolve("temporary");
    }

    /** Whoever follows it gives all that is there away, so only what is surely ours may be handed over. */
    private static String advice(Path folder, boolean empty, int user) {
        if (empty) {
            return "name another by --data, or hand it over: chown %d %s".formatted(user, folder);
        }
        return isOurs(folder)
                ? "to hand it over: chown -R %d %s".formatted(user, folder)
                : "it is not empty, and nothing in it is Freehold's; name another by --data";
    }

    private static boolean isOurs(Path folder) {
        return Stream.of(folder.resolve("freehold.db"), MasterKeyFile.in(folder), SigningKeyFile.in(folder))
                .anyMatch(Files::exists);
    }

    private static String reason(IOException failed) {
        return switch (failed) {
            case NoSuchFileException _ -> "no folder can be made there";
            case FileAlreadyExistsException other -> other.getFile() + " is no folder";
            case IOException other -> Unreadable.reason(other);
        };
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }
}
