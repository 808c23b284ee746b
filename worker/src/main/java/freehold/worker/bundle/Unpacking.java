package freehold.worker.bundle;

import freehold.wire.bundle.LockedPackage;
import freehold.worker.bundle.archive.HostileArchive;
import freehold.worker.bundle.archive.TarUnpacker;
import freehold.worker.bundle.archive.WheelUnpacker;
import freehold.worker.bundle.client.Command;
import freehold.worker.bundle.store.ContentStore;
import freehold.worker.bundle.tree.Node;
import freehold.worker.bundle.tree.Tree;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Unpacks a package of any kind, at its place in the root, into a tree of its own. */
final class Unpacking {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int BUFFER = 1 << 16;

    private final ContentStore files;

    Unpacking(ContentStore files) {
        this.files = files;
    }

    Tree unpack(LockedPackage locked, Path file) throws IOException {
        Tree tree = new Tree();
        String place = "opt/" + locked.place();
        switch (locked.kind()) {
            case DEB -> deb(tree, file);
            case NPM -> npm(tree, file, place + "/node_modules/" + locked.name());
            case PYPI -> new WheelUnpacker(files).unpackInto(tree, file, place);
            case MAVEN -> {
                try (InputStream content = Files.newInputStream(file)) {
                    tree.add(place + "/" + locked.file(), files.keep(content, Node.Access.READABLE));
                }
            }
        }
        return tree;
    }

    /** dpkg-deb knows the compressions of a package; what it writes is as untrusted as the package. */
    private void deb(Tree tree, Path file) throws IOException {
        Command command =
                new Command(List.of("dpkg-deb", "--fsys-tarfile", file.toString()), Path.of("/"), Map.of(), LIMIT);
        UsrMerge.prepare(tree);
        Command.Output output = command.run(
                stdout -> new TarUnpacker(files).unpackInto(tree, new BufferedInputStream(stdout, BUFFER), 0));
        if (output.status() != 0) {
            throw new HostileArchive("dpkg-deb could not read the package: " + output.lastWords());
        }
    }

    /** A published file has one directory, mostly called package, and in it what node_modules shall have. */
    private void npm(Tree tree, Path file, String place) throws IOException {
        Tree inner = new Tree();
        try (InputStream tar =
                new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file), BUFFER), BUFFER)) {
            new TarUnpacker(files).unpackInto(inner, tar, 1);
        }
        for (var entry : inner.nodes().entrySet()) {
            tree.add(place + "/" + entry.getKey(), entry.getValue());
        }
    }
}
