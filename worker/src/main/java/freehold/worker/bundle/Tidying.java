package freehold.worker.bundle;

import freehold.worker.bundle.tree.Node;
import freehold.worker.bundle.tree.Tree;
import freehold.worker.bundle.tree.TreeFault;
import java.util.List;

/**
 * Takes away what no program needs (documentation, service units) and what would differ between two builds (logs, caches), and
 * puts in what each root has. Copyright files stay, for a bundle may be given to others.
 */
final class Tidying {
    private static final List<String> SUPERFLUOUS = List.of(
            "etc/cron.d",
            "etc/cron.daily",
            "etc/cron.weekly",
            "etc/init.d",
            "etc/logrotate.d",
            "etc/systemd",
            "usr/lib/systemd",
            "usr/share/applications",
            "usr/share/bash-completion",
            "usr/share/bug",
            "usr/share/doc-base",
            "usr/share/fish/vendor_completions.d",
            "usr/share/info",
            "usr/share/lintian",
            "usr/share/locale",
            "usr/share/man",
            "usr/share/menu",
            "usr/share/pixmaps",
            "usr/share/zsh/vendor-completions",
            "var/cache",
            "var/lib/apt",
            "var/lib/dpkg",
            "var/log",
            "var/spool");

    private static final String DOC = "usr/share/doc/";

    private Tidying() {}

    static void tidy(Tree tree) throws TreeFault {
        for (String path : SUPERFLUOUS) {
            tree.remove(path);
        }
        List<String> documents = List.copyOf(
                tree.nodes().subMap(DOC, true, "usr/share/doc0", false).keySet());
        for (String path : documents) {
            if (!path.endsWith("/copyright") && !(tree.nodes().get(path) instanceof Node.Directory)) {
                tree.remove(path);
            }
        }
        // now directories that have become empty, from the deepest up
        for (String path : documents.reversed()) {
            String next = tree.nodes().higherKey(path);
            boolean empty = next == null || !next.startsWith(path + "/");
            if (empty && tree.nodes().get(path) instanceof Node.Directory) {
                tree.remove(path);
            }
        }
        UsrMerge.finish(tree);
    }
}
