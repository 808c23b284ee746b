package freehold.worker.bundle.store;

import freehold.worker.bundle.tree.Node;
import freehold.worker.bundle.tree.Tree;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/** Makes trees on disk. The root must be new, so that no path below it can lead elsewhere. */
public final class TreeMaker {
    private final ContentStore files;

    public TreeMaker(ContentStore files) {
        this.files = files;
    }

    /** Makes a tree of hard links to the store. */
    public void link(Tree tree, Path root) throws IOException {
        make(tree, root, this::linkOne);
    }

    /** Makes a tree of its own files, which may be written. */
    public void copy(Tree tree, Path root) throws IOException {
        make(tree, root, this::copyOne);
    }

    private interface Make {
        void make(Node.File file, Path at) throws IOException;
    }

    private static void make(Tree tree, Path root, Make fileMaker) throws IOException {
        directory(root);
        try {
            for (var entry : tree.nodes().entrySet()) {
                Path at = root.resolve(entry.getKey());
                switch (entry.getValue()) {
                    case Node.Directory _ -> directory(at);
                    case Node.Link(String target) -> Files.createSymbolicLink(at, Path.of(target));
                    case Node.File file -> fileMaker.make(file, at);
                }
            }
            // from the deepest up, for making an entry touches its directory
            for (var entry : tree.nodes().descendingMap().entrySet()) {
                settle(root.resolve(entry.getKey()));
            }
            settle(root);
        } catch (InvalidPathException e) {
            throw new IOException("this locale cannot write a name of the bundle; set LC_ALL=C.UTF-8", e);
        }
    }

    private void linkOne(Node.File file, Path at) throws IOException {
        if (file.size() == 0) {
            // empty files are so many that their links would run out
            copyOne(file, at);
            return;
        }
        try {
            Files.createLink(at, files.path(file));
        } catch (FileSystemException e) {
            if (!Files.exists(files.path(file))) {
                throw e;
            }
            // ext4 has at most 65,000 links to one file
            copyOne(file, at);
        }
    }

    private void copyOne(Node.File file, Path at) throws IOException {
        Files.copy(files.path(file), at);
        Files.setPosixFilePermissions(at, PosixFilePermissions.fromString(ContentStore.mode(file.access())));
    }

    private static void directory(Path at) throws IOException {
        Files.createDirectory(at);
        Files.setPosixFilePermissions(at, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void settle(Path at) throws IOException {
        Files.getFileAttributeView(at, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setTimes(StorePaths.EPOCH, null, null);
    }
}
