package freehold.worker.rootfs;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Whether only root can change what a path means: the file, and every folder on the way to it. */
final class Trust {
    private Trust() {}

    /**
     * Refuses a path that somebody else could change.
     *
     * @param real without symbolic links
     */
    static void require(Path real) throws ToolchainUnusable, IOException {
        for (@Nullable Path each = real; each != null; each = each.getParent()) {
            FileStat stat = FileStat.of(each);
            if (stat.uid() != 0 || (stat.mode() & 0022) != 0) {
                throw new ToolchainUnusable(real + " cannot be trusted: others than root can change " + each);
            }
        }
    }
}
