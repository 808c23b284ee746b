package freehold.worker.bundle.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Names of archive members as paths of a tree. */
final class MemberPath {
    /** What a cell makes itself; packages may ship these directories, and what is in them is never seen. */
    private static final Set<String> OF_THE_CELL = Set.of("cell", "dev", "proc", "run", "sys", "tmp", "work");

    private MemberPath() {}

    /**
     * The path in a tree that a member's name means; empty for the root.
     *
     * @param stripped how many leading components to leave out
     * @throws HostileArchive if the name climbs out of the archive
     */
    static String of(String name, int stripped) throws HostileArchive {
        List<String> parts = new ArrayList<>();
        for (String part : name.split("/")) {
            if (part.equals("..") || part.indexOf('\0') >= 0) {
                throw new HostileArchive("a member climbs out of its archive: " + name);
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return String.join("/", parts.subList(Math.min(stripped, parts.size()), parts.size()));
    }

    /** Whether a path lies where a cell has its own directories, so that the tree has no use for it. */
    static boolean belongsToCell(String path) {
        int slash = path.indexOf('/');
        return OF_THE_CELL.contains(slash < 0 ? path : path.substring(0, slash));
    }
}
