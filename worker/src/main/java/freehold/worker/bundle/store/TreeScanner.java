package freehold.worker.bundle.store;

import freehold.worker.bundle.archive.FileSink;
import freehold.worker.bundle.tree.Node;
import freehold.worker.bundle.tree.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;

/** Reads a tree back from disk. Nobody may write below the root meanwhile. Devices, pipes and sockets are left out. */
public final class TreeScanner {
    private final FileSink files;

    public TreeScanner(FileSink files) {
        this.files = files;
    }

    public Tree scan(Path root) throws IOException {
        Tree tree = new Tree();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (!directory.equals(root)) {
                    tree.add(path(root, directory), new Node.Directory());
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isSymbolicLink()) {
                    tree.add(
                            path(root, file),
                            new Node.Link(Files.readSymbolicLink(file).toString()));
                } else if (attributes.isRegularFile()) {
                    tree.add(path(root, file), keep(file));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return tree;
    }

    private Node.File keep(Path file) throws IOException {
        boolean executable = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS)
                .contains(PosixFilePermission.OWNER_EXECUTE);
        try (InputStream content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return files.keep(content, executable ? Node.Access.EXECUTABLE : Node.Access.READABLE);
        }
    }

    private static String path(Path root, Path below) {
        return root.relativize(below).toString();
    }
}
