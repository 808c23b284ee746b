package freehold.worker.rootfs;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Something on the host that a root depends on. A folder's fingerprint changes when a name in it comes or goes, which is how every package
 * manager replaces a file; a single file has its own.
 *
 * @param fingerprint {@link #ABSENT} if it was not there
 */
record Watch(Path path, String fingerprint) {
    static final String ABSENT = "absent";

    static Watch of(Path path) throws IOException {
        return new Watch(path, now(path));
    }

    boolean holds() throws IOException {
        return now(path).equals(fingerprint);
    }

    private static String now(Path path) throws IOException {
        try {
            return FileStat.fingerprint(path);
        } catch (NoSuchFileException _) {
            return ABSENT;
        }
    }
}
