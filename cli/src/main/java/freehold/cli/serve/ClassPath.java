package freehold.cli.serve;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/** Keeps the program's own files readable when it becomes a user that may not read them, as in a checkout below /root. */
final class ClassPath {
    private ClassPath() {}

    /**
     * Opens all jars of the class path, which stay open: asking for what is in none of them looks into each. The JDK's own files
     * are opened as they are needed, and must be readable by all.
     */
    static void openAll() {
        if (ClassLoader.getSystemResource("freehold/no/such/thing") != null) {
            throw new IllegalStateException("a jar has what no jar should have");
        }
        for (Path at = Path.of(System.getProperty("java.home")); at != null; at = at.getParent()) {
            try {
                if (!Files.getPosixFilePermissions(at).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                    throw new Declined(
                            ExitStatus.UNAVAILABLE,
                            "the JDK lies below " + at
                                    + ", where only its owner may look; the server, who is not root, cannot use it there");
                }
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }
}
