package freehold.cli.serve;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.daemon.ServiceUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/** The folder of all that lasts. It is the service user's, and closed to others. */
final class DataFolder {
    private static final int ROOT = 0;

    private DataFolder() {}

    /**
     * Makes it, and gives it to the user; one that is somebody else's already is refused, not taken.
     *
     * @param user who will write in it
     */
    static void prepare(Path folder, int user) {
        try {
            if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                if (folder.getParent() != null) {
                    Files.createDirectories(folder.getParent());
                }
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            int owner = (int) Files.getAttribute(folder, "unix:uid");
            if (owner == user) {
                return;
            }
            if (owner != ROOT || !isEmpty(folder)) {
                throw new Declined(
                        ExitStatus.USAGE,
                        "%s belongs to user %d and not to %d, who the server will be; to hand it over: chown -R %d %s"
                                .formatted(folder, owner, user, user, folder));
            }
            Files.setAttribute(folder, "unix:uid", user);
            Files.setAttribute(folder, "unix:gid", ServiceUser.NUMBER);
        } catch (IOException failed) {
            throw new Declined(ExitStatus.UNAVAILABLE, "the data folder " + folder + " cannot be made: " + failed);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }
}
