package freehold.worker.bundle;

import freehold.worker.bundle.store.ContentStore;
import freehold.worker.bundle.store.StorePaths;
import freehold.worker.bundle.store.TreeMaker;
import freehold.worker.bundle.tree.Tree;
import freehold.worker.folder.FolderTree;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Has a bundle's own program fill a cache, in the confinement of the {@link Workshop}. The program sees the tree at its place, as cells
 * will, and can change nothing of it: it writes in the cache and in /tmp alone.
 */
public final class Warming {
    private final ContentStore files;

    public Warming(StorePaths paths) {
        this.files = new ContentStore(paths);
    }

    /**
     * What is run.
     *
     * @param at the cache, as the program sees it
     * @param pack a folder whose files it sees at {@link #PACK}
     */
    public record Order(String at, List<String> argv, Map<String, String> env, Path pack) {}

    /** Where the files of the pack are seen. */
    public static final String PACK = "/freehold/pack";

    /**
     * Runs it and takes what it left.
     *
     * @param work a folder that nothing else uses, on the file system of the store; deleted in the end
     * @param cache has the folders that the cache begins with, and gets all regular files that it ends with
     * @throws IOException with the program's words, if it failed
     */
    public void fill(Tree tree, Order order, Path work, Path cache) throws IOException {
        try {
            Path inside = work.resolve(order.at().substring(1));
            new TreeMaker(files).link(tree, work);
            Workshop.furnish(work);
            copy(order.pack(), work.resolve(PACK.substring(1)));
            copy(cache, inside);
            Workshop.give(inside);
            Files.setPosixFilePermissions(work.resolve("tmp"), PosixFilePermissions.fromString("rwxrwxrwx"));
            List<String> environment = new ArrayList<>(Workshop.ENVIRONMENT);
            order.env().forEach((name, value) -> environment.add(name + "=" + value));
            Workshop.run(work, order.argv(), environment);
            copy(inside, cache);
        } finally {
            FolderTree.delete(work);
        }
    }

    /** Folders and regular files, each anew: what the program left may be linked to what is not its own. */
    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    Path copy = to.resolve(from.relativize(file));
                    Files.copy(file, copy, LinkOption.NOFOLLOW_LINKS);
                    Files.setPosixFilePermissions(
                            copy,
                            PosixFilePermissions.fromString(Files.isExecutable(file) ? "rwxr-xr-x" : "rw-r--r--"));
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
