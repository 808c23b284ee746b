package freehold.worker.bundle;

import freehold.wire.bundle.Fix;
import freehold.worker.bundle.client.Command;
import freehold.worker.bundle.store.ContentStore;
import freehold.worker.bundle.store.StorePaths;
import freehold.worker.bundle.store.TreeMaker;
import freehold.worker.bundle.store.TreeScanner;
import freehold.worker.bundle.tree.Tree;
import freehold.worker.folder.FolderTree;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs a bundle's own programs in a copy of it, for the few packages that must be configured. They come from packages, so they are
 * kept in: an identity of their own, which is root only in its own user namespace; no network, no other process, no new privilege.
 * Nothing but the tree they leave is used, and the digest of that is what a lock seals.
 */
final class Workshop {
    /** Neither a person's nor a cell's; owns nothing else. */
    private static final int BUILDER = 65_533;

    private static final Duration LIMIT = Duration.ofMinutes(20);

    /** The same for all builds, so that they come out the same. */
    static final List<String> ENVIRONMENT = List.of(
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME=/tmp",
            "LC_ALL=C.UTF-8",
            "PYTHONHASHSEED=0",
            "SOURCE_DATE_EPOCH=1767225600",
            "TZ=UTC");

    private final StorePaths paths;
    private final ContentStore files;

    Workshop(StorePaths paths, ContentStore files) {
        this.paths = paths;
        this.files = files;
    }

    /** The tree that is left when all of the programs have ended well, in order. */
    Tree run(Tree tree, List<Fix.Run> programs) throws IOException {
        Path root = paths.partial();
        try {
            new TreeMaker(files).copy(tree, root);
            furnish(root);
            give(root);
            for (Fix.Run program : programs) {
                run(root, program.argv(), ENVIRONMENT);
            }
            for (String own : List.of("dev", "proc", "tmp")) {
                FolderTree.delete(root.resolve(own));
            }
            return new TreeScanner(files).scan(root);
        } finally {
            FolderTree.delete(root);
        }
    }

    /** Runs one program in a root that is its own, and waits for its end. */
    static void run(Path root, List<String> program, List<String> environment) throws IOException {
        List<String> argv = new ArrayList<>(List.of("env", "-i"));
        argv.addAll(environment);
        argv.addAll(
                List.of("setpriv", "--reuid=" + BUILDER, "--regid=" + BUILDER, "--clear-groups", "--inh-caps=-all"));
        argv.addAll(List.of("--no-new-privs", "unshare", "--user", "--map-root-user", "--mount", "--net", "--pid"));
        argv.addAll(List.of("--ipc", "--uts", "--cgroup", "--fork", "--kill-child", "--root=.", "--mount-proc=/proc"));
        argv.add("--");
        argv.addAll(program);
        Command.Output output = new Command(argv, root, Map.of(), LIMIT).run();
        if (output.status() != 0) {
            throw new IOException("in the bundle, " + String.join(" ", program) + " ended with status "
                    + output.status() + ": " + output.lastWords());
        }
    }

    /** Makes what a program expects to be there and no package brings. */
    static void furnish(Path root) throws IOException {
        for (String name : List.of("dev", "proc", "tmp")) {
            Files.createDirectory(root.resolve(name));
        }
        List<String> devices = List.of("null 3", "zero 5", "random 8", "urandom 9");
        for (String device : devices) {
            String[] parts = device.split(" ");
            List<String> argv = List.of("mknod", "--mode=666", "dev/" + parts[0], "c", "1", parts[1]);
            Command.Output output = new Command(argv, root, Map.of(), LIMIT).run();
            if (output.status() != 0) {
                throw new IOException("bundles whose packages must be configured need root: " + output.lastWords());
            }
        }
    }

    /** Makes all below a path the builder's own. */
    static void give(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                return giveOne(directory);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                return giveOne(file);
            }
        });
    }

    private static FileVisitResult giveOne(Path path) throws IOException {
        Files.setAttribute(path, "unix:uid", BUILDER, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", BUILDER, LinkOption.NOFOLLOW_LINKS);
        return FileVisitResult.CONTINUE;
    }
}
