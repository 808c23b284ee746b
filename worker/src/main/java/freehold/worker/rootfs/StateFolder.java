package freehold.worker.rootfs;

import freehold.runtime.Catalogue;
import freehold.runtime.Installed;
import freehold.worker.folder.FolderTree;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * Where roots, caches and the daemon's {@code roots.d} are kept. Everything appears by a rename, so that who finds a name finds it
 * complete, also when two processes make the same thing at once.
 */
final class StateFolder {
    private static final Duration ABANDONED = Duration.ofHours(1);
    private static final String UNFINISHED = ".new-";

    private final Path state;

    /**
     * Makes what is not there.
     *
     * @throws IOException if others than root could change anything on the way to it
     */
    StateFolder(Path state) throws IOException {
        Files.createDirectories(state);
        this.state = state.toRealPath();
        if (!this.state.toString().matches("[A-Za-z0-9/._+@ -]+")) {
            throw new IOException("the state folder has a character that roots.d cannot name: " + this.state);
        }
        try {
            Trust.require(this.state);
        } catch (ToolchainUnusable e) {
            throw new IOException("the state folder cannot hold roots: " + e.getMessage(), e);
        }
        make("roots", "rwx--x--x");
        make("caches", "rwx------");
        make("found", "rwx------");
        make("cell", "rwxr-xr-x");
        make("cell/roots.d", "rwxr-xr-x");
    }

    Path path() {
        return state;
    }

    Path tree(String root) {
        return state.resolve("roots").resolve(root).resolve("tree");
    }

    Path cache(String name) {
        return state.resolve("caches").resolve(name).resolve("lower");
    }

    Path finding(String name) {
        return state.resolve("found").resolve(name);
    }

    Path hashes() {
        return state.resolve("found").resolve("hashes");
    }

    private Path configuration(String root) {
        return state.resolve("cell/roots.d").resolve(root + ".conf");
    }

    boolean hasRoot(String root) {
        return Files.isRegularFile(configuration(root)) && Files.isDirectory(tree(root));
    }

    /** An empty folder to fill, beside where it will be. */
    Path begin(Path end) throws IOException {
        Path all = end.resolveSibling("").resolveSibling("");
        Path fresh = Files.createTempDirectory(all, UNFINISHED);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        return Files.createDirectory(fresh.resolve(end.getFileName()));
    }

    /** Deletes what was begun, if it has not got its name. */
    void abandon(Path begun) throws IOException {
        if (Files.exists(begun.resolveSibling(""))) {
            FolderTree.delete(begun.resolveSibling(""));
        }
    }

    /** Gives the filled folder its name. If another process was faster, its work is as good. */
    void finish(Path begun, Path end) throws IOException {
        Path fresh = begun.resolveSibling("");
        Path name = end.resolveSibling("");
        try {
            Files.move(fresh, name, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(end)) {
                throw e;
            }
        }
    }

    /** Tells the daemon of a root; see cell/CONFIG.md for the form. */
    void configure(String root, String lines) throws IOException {
        replace(configuration(root), lines, "rw-r--r--");
    }

    void replace(Path file, String content, String permissions) throws IOException {
        Path fresh = Files.createTempFile(file.getParent(), UNFINISHED, "");
        Files.writeString(fresh, content);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(permissions));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Removes roots that the catalogue does not name, and the caches that only they used; how many of both. A cache that could not be filled
     * goes with its root, so that the next discovery tries again.
     */
    int prune(Catalogue catalogue) throws IOException {
        Set<String> used = new HashSet<>();
        for (Installed each : catalogue.installed()) {
            used.add(each.runRoot());
            each.buildRoot().ifPresent(used::add);
        }
        Set<String> caches = new HashSet<>();
        Set<String> roots = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(state.resolve("cell/roots.d"), "*.conf")) {
            for (Path file : files) {
                String name = file.getFileName().toString().replaceFirst("\\.conf$", "");
                if (used.contains(name) && !hasFailed(cachesOf(file))) {
                    caches.addAll(cachesOf(file));
                    roots.addAll(rootsOf(file));
                } else {
                    Files.delete(file);
                }
            }
        }
        return pruneFolder(state.resolve("roots"), roots) + pruneFolder(state.resolve("caches"), caches);
    }

    private Set<String> cachesOf(Path configuration) throws IOException {
        return named(configuration, "cache ", "caches");
    }

    private Set<String> rootsOf(Path configuration) throws IOException {
        return named(configuration, "layer ", "roots");
    }

    /** The entries of one of our folders that lines of a kind name. */
    private Set<String> named(Path configuration, String kind, String folder) throws IOException {
        Set<String> names = new HashSet<>();
        String begin = kind + escape(state.resolve(folder)) + "/";
        for (String line : Files.readAllLines(configuration)) {
            if (line.startsWith(begin)) {
                names.add(line.substring(begin.length()).split("/")[0]);
            }
        }
        return names;
    }

    private boolean hasFailed(Set<String> caches) throws IOException {
        for (String each : caches) {
            if (WarmCache.failure(cache(each)).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static int pruneFolder(Path folder, Set<String> used) throws IOException {
        int pruned = 0;
        Instant abandoned = Instant.now().minus(ABANDONED);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path each : entries) {
                String name = each.getFileName().toString();
                boolean perhapsInWork = name.startsWith(UNFINISHED)
                        && Files.getLastModifiedTime(each, LinkOption.NOFOLLOW_LINKS)
                                .toInstant()
                                .isAfter(abandoned);
                if (!used.contains(name) && !perhapsInWork) {
                    FolderTree.delete(each);
                    pruned++;
                }
            }
        }
        return pruned;
    }

    /** A path as a line of roots.d has it. */
    static String escape(Path path) {
        return path.toString().replace(" ", "\\040");
    }

    private void make(String name, String permissions) throws IOException {
        Path folder = state.resolve(name);
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
    }
}
