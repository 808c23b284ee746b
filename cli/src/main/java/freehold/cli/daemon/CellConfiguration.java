package freehold.cli.daemon;

import freehold.cell.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * {@code cell.conf}, what root tells the daemon (cell/CONFIG.md): who may ask, for how many cells, and how large.
 *
 * @param peer the one user besides root that may connect
 * @param cells at one time
 * @param ceilings greatest value of each limit
 * @param inodes greatest number of files in a cell's own file system
 */
public record CellConfiguration(int peer, int cells, Limits ceilings, int inodes) {
    /** The text of the file. */
    String text() {
        return """
                # Written by freehold at each start.
                peer_uid %d
                cells_max %d
                memory_bytes_max %d
                processes_max %d
                disk_bytes_max %d
                disk_inodes_max %d
                open_files_max %d
                file_bytes_max %d
                cpu_us_max %d
                wall_us_max %d
                output_bytes_max %d
                """.formatted(
                        peer,
                        cells,
                        ceilings.memory().count(),
                        ceilings.processes(),
                        ceilings.disk().count(),
                        inodes,
                        ceilings.openFiles(),
                        ceilings.disk().count(),
                        TimeUnit.NANOSECONDS.toMicros(ceilings.cpu().toNanos()),
                        TimeUnit.NANOSECONDS.toMicros(ceilings.wall().toNanos()),
                        ceilings.output().count());
    }

    /**
     * Writes the file into a directory, in one step and only if it differs, for another daemon may be reading it. The directory is made
     * with its parents, owned by this user and writable by nobody else.
     */
    public void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve("cell.conf");
        byte[] content = text().getBytes(StandardCharsets.UTF_8);
        if (Files.isRegularFile(file) && Arrays.equals(Files.readAllBytes(file), content)) {
            return;
        }
        Path fresh = Files.createTempFile(
                directory,
                "cell",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
        Files.write(fresh, content);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
