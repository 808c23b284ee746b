package freehold.worker.bundle.archive;

import freehold.worker.bundle.tree.Node;
import freehold.worker.bundle.tree.Tree;
import freehold.worker.bundle.tree.TreeFault;
import java.util.Map;

/**
 * One layer of an image, and how it changes what the layers below it made (OCI image spec 1.1, layer.md). Whiteouts come first:
 * they hide what is below, never what the same layer brings, wherever in the archive they stand.
 */
record Layer(Map<String, Node> members) {
    private static final String WHITEOUT = ".wh.";
    private static final String OPAQUE = ".wh..wh..opq";

    void applyTo(Tree tree) throws TreeFault {
        for (String path : members.keySet()) {
            if (name(path).startsWith(WHITEOUT)) {
                hide(tree, path);
            }
        }
        for (var entry : members.entrySet()) {
            if (!name(entry.getKey()).startsWith(WHITEOUT)) {
                tree.replace(entry.getKey(), entry.getValue());
            }
        }
    }

    private static void hide(Tree tree, String path) throws TreeFault {
        String directory = path.substring(0, path.length() - name(path).length());
        if (name(path).equals(OPAQUE)) {
            tree.clear(directory.isEmpty() ? "" : directory.substring(0, directory.length() - 1));
            return;
        }
        String hidden = name(path).substring(WHITEOUT.length());
        if (hidden.isEmpty() || hidden.startsWith(WHITEOUT)) {
            throw new TreeFault("not a whiteout: " + path);
        }
        tree.remove(directory + hidden);
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
