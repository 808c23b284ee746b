package freehold.worker.bundle.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Writes that must outlive a loss of power before something that names them appears. By one syncfs(2) for all: an fsync(2) of each of
 * the 900 files of a small bundle took 15 s on a busy disk, and Java has no call for the former, so sync(1) makes it.
 */
final class Durable {
    private Durable() {}

    /** Forces all of the file system that holds a directory to disk. */
    static void sync(Path directory) throws IOException {
        Process sync = new ProcessBuilder("sync", "--file-system", directory.toString())
                .redirectErrorStream(true)
                .start();
        try {
            String said = new String(sync.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (sync.waitFor() != 0) {
                throw new IOException("the disk did not confirm what was written: " + said.strip());
            }
        } catch (InterruptedException e) {
            sync.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the disk was written", e);
        }
    }
}
