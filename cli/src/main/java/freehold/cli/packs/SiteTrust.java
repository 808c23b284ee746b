package freehold.cli.packs;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether only root can change the packs of a site, which say what root executes and what cells see of this host. */
final class SiteTrust {
    private static final int FOR_OTHERS = 0022;
    /** The folder itself, a pack's, and its files: nothing deeper is read. */
    private static final int DEPTH = 2;

    private SiteTrust() {}

    /**
     * Looks at all that will be read, and at every folder on the way to it.
     *
     * @throws Declined naming what others could change
     */
    static void require(Path site) throws IOException {
        for (@Nullable Path each = site.toRealPath().getParent(); each != null; each = each.getParent()) {
            requireRoots(each);
        }
        try (Stream<Path> all = Files.walk(site, DEPTH)) {
            for (Path each : all.toList()) {
                if (Files.isSymbolicLink(each) && !each.equals(site)) {
                    throw new Declined(
                            ExitStatus.USAGE,
                            each + " is a symbolic link, and packs of a site are files: copy it there");
                }
                requireRoots(each);
            }
        }
    }

    private static void requireRoots(Path path) throws IOException {
        int mode = (int) Files.getAttribute(path, "unix:mode");
        if ((int) Files.getAttribute(path, "unix:uid") != 0 || (mode & FOR_OTHERS) != 0) {
            throw new Declined(
                    ExitStatus.USAGE,
                    "others than root can change " + path
                            + ", and what packs name is executed as root: chown root: and chmod go-w it");
        }
    }
}
