package freehold.worker.rootfs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Where a file of the host is seen in a cell: at its own path without symbolic links in its folders, but a toolchain with a home of
 * its own at {@code /opt/<pack>}, so that nobody reads in a cell in whose home folder it lives.
 */
final class CellPaths {
    private final Path home;
    private final Path opt;
    private final Map<Path, Path> realFolders = new HashMap<>();

    /** For a toolchain without a home. */
    CellPaths() {
        this(Path.of("/opt/none"), Path.of("/opt/none"));
    }

    /**
     * For a toolchain with a home.
     *
     * @param home on the host, without symbolic links
     * @param opt in the cell
     */
    CellPaths(Path home, Path opt) {
        this.home = home;
        this.opt = opt;
    }

    /** The path in the cell. The file need not be there, its folder must. */
    Path of(Path host) throws IOException {
        Path folder = host.getParent();
        Path name = host.getFileName();
        if (folder == null || name == null) {
            return host;
        }
        Path real = realFolders.get(folder);
        if (real == null) {
            real = folder.toRealPath();
            realFolders.put(folder, real);
        }
        return moved(real.resolve(name));
    }

    /** Whether the file belongs to the toolchain's home. */
    boolean isInHome(Path real) {
        return real.startsWith(home);
    }

    private Path moved(Path path) {
        return path.startsWith(home) ? opt.resolve(home.relativize(path)) : path;
    }
}
