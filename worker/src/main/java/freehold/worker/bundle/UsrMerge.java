package freehold.worker.bundle;

import freehold.worker.bundle.tree.Node;
import freehold.worker.bundle.tree.Tree;
import freehold.worker.bundle.tree.TreeFault;
import java.util.List;

/**
 * The merged /usr of Debian: {@code /bin}, {@code /sbin} and {@code /lib*} are links into {@code /usr}. Packages of bookworm still
 * ship files under the old names; a tree that begins with the links puts them where they belong.
 */
final class UsrMerge {
    private static final List<String> MERGED = List.of("bin", "lib", "lib32", "lib64", "libx32", "sbin");

    private UsrMerge() {}

    static void prepare(Tree tree) throws TreeFault {
        for (String name : MERGED) {
            tree.add("usr/" + name, new Node.Directory());
            tree.add(name, new Node.Link("usr/" + name));
        }
    }

    /** Takes away the links and directories that nothing uses. */
    static void finish(Tree tree) throws TreeFault {
        for (String name : MERGED) {
            String below = "usr/" + name + "/";
            String first = tree.nodes().ceilingKey(below);
            boolean used = first != null && first.startsWith(below);
            if (!used && tree.nodes().get("usr/" + name) instanceof Node.Directory) {
                tree.remove("usr/" + name);
                if (new Node.Link("usr/" + name).equals(tree.nodes().get(name))) {
                    tree.remove(name);
                }
            }
        }
    }
}
