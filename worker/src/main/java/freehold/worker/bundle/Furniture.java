package freehold.worker.bundle;

import freehold.worker.bundle.archive.FileSink;
import freehold.worker.bundle.tree.Node;
import freehold.worker.bundle.tree.Tree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The few files that programs expect in any root and no package ships. What a package brought stays. */
final class Furniture {
    /** Programs of a cell see themselves as uid 1000 (cell/identity.h). */
    private static final Map<String, String> FILES = Map.of(
            "etc/passwd", """
            user:x:1000:1000:user:/tmp:/bin/sh
            nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
            """,
            "etc/group", """
            user:x:1000:
            nogroup:x:65534:
            """,
            "etc/nsswitch.conf", """
            passwd: files
            group: files
            hosts: files
            """,
            "etc/hosts", """
            127.0.0.1 localhost
            """);

    private Furniture() {}

    static void put(Tree tree, FileSink files) throws IOException {
        for (var entry : FILES.entrySet()) {
            if (tree.find(entry.getKey()).isEmpty()) {
                tree.add(entry.getKey(), text(entry.getValue(), Node.Access.READABLE, files));
            }
        }
    }

    static Node.File text(String text, Node.Access access, FileSink files) throws IOException {
        return files.keep(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), access);
    }
}
