package freehold.worker.bundle;

import freehold.wire.bundle.Fix;
import freehold.worker.bundle.store.ContentStore;
import freehold.worker.bundle.tree.Node;
import freehold.worker.bundle.tree.Tree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Applies a lock's fixes in their order. Programs that stand next to each other share one copy of the tree. */
final class Fixing {
    private final ContentStore files;
    private final Workshop workshop;

    Fixing(ContentStore files, Workshop workshop) {
        this.files = files;
        this.workshop = workshop;
    }

    Tree apply(Tree start, List<Fix> fixes, Progress progress) throws IOException {
        Tree tree = start;
        List<Fix.Run> programs = new ArrayList<>();
        for (Fix fix : fixes) {
            if (fix instanceof Fix.Run program) {
                programs.add(program);
                progress.at(Progress.Stage.FIX, String.join(" ", program.argv()), 0, 0);
                continue;
            }
            tree = run(tree, programs);
            applyOne(tree, fix);
        }
        return run(tree, programs);
    }

    private Tree run(Tree tree, List<Fix.Run> programs) throws IOException {
        if (programs.isEmpty()) {
            return tree;
        }
        Tree left = workshop.run(tree, programs);
        programs.clear();
        return left;
    }

    private void applyOne(Tree tree, Fix fix) throws IOException {
        switch (fix) {
            case Fix.Link(String at, String to) -> tree.replace(inTree(at), new Node.Link(to));
            case Fix.TextFile(String at, String text, Fix.Access access) ->
                tree.replace(inTree(at), Furniture.text(text, access(access), files));
            case Fix.Remove(String at) -> {
                if (!tree.remove(inTree(at))) {
                    throw new IOException("there is no " + at + " to remove");
                }
            }
            case Fix.Run run -> throw new IllegalStateException("programs are run together: " + run);
        }
    }

    private static String inTree(String absolute) throws IOException {
        if (!absolute.startsWith("/") || absolute.length() == 1) {
            throw new IOException("a fix names its place by an absolute path, not " + absolute);
        }
        return absolute.substring(1);
    }

    private static Node.Access access(Fix.Access access) {
        return switch (access) {
            case READABLE -> Node.Access.READABLE;
            case EXECUTABLE -> Node.Access.EXECUTABLE;
        };
    }
}
