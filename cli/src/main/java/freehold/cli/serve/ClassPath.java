package freehold.cli.serve;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/**
 * The program's own files, which it must still be able to read when it has become somebody else: class loaders open a jar once, but
 * a service file in it is read by a new descriptor each time.
 */
final class ClassPath {
    private ClassPath() {}

    /** Declines if the JDK or a jar lies where not everybody may read. */
    static void requireReadable() {
        require(Path.of(System.getProperty("java.home"), "lib", "modules"));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            require(Path.of(entry).toAbsolutePath());
        }
    }

    private static void require(Path file) {
        try {
            boolean readable = Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
            for (Path at = file.getParent(); at != null; at = at.getParent()) {
                readable &= Files.getPosixFilePermissions(at).contains(PosixFilePermission.OTHERS_EXECUTE);
            }
            if (!readable) {
                throw new Declined(
                        ExitStatus.UNAVAILABLE,
                        file
                                + " can be read by its owner alone, and this goes on as somebody who is not root, and needs it");
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
