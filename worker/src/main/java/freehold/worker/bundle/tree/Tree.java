package freehold.worker.bundle.tree;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A root file system in the making. For one thread. Paths are written {@code usr/bin/lua}; the root itself is no entry. */
public final class Tree {
    /** As many links as Linux follows in one path (path_resolution(7)). */
    private static final int LINKS_MAX = 40;

    /** PATH_MAX and NAME_MAX of Linux (limits.h), in UTF-16 units, so at most as many bytes as that times three. */
    private static final int PATH_MAX = 4095;

    private static final int NAME_MAX = 255;
    /** A closure of 264 Debian packages (Octave) has 60,000 entries. */
    public static final int ENTRIES_MAX = 2_000_000;

    private static final Node DIRECTORY = new Node.Directory();

    private final NavigableMap<String, Node> nodes = new TreeMap<>();

    /** All entries, sorted by path as {@link String#compareTo} does; a directory comes before what it holds. */
    public NavigableMap<String, Node> nodes() {
        return Collections.unmodifiableNavigableMap(nodes);
    }

    /** What stands at a path, without following a link at its end. */
    public Optional<Node> find(String path) throws TreeFault {
        return Optional.ofNullable(nodes.get(resolveParents(path, Missing.LEAVE)));
    }

    /**
     * Puts an entry where nothing or its equal stands. Directories on the way are made, links on the way followed, as dpkg does; a
     * directory may come where a link to one is.
     *
     * @throws TreeFault if something else stands there, or the path is no path
     */
    public void add(String path, Node node) throws TreeFault {
        String at = resolveParents(path, Missing.MAKE);
        Node there = nodes.get(at);
        if (there == null) {
            put(at, node);
        } else if (!there.equals(node) && !(node instanceof Node.Directory && leadsToDirectory(at))) {
            throw new TreeFault("two packages have different entries at /" + at);
        }
    }

    /** Puts an entry whatever stands there; a directory keeps what it holds if the new one is a directory too. */
    public void replace(String path, Node node) throws TreeFault {
        String at = resolveParents(path, Missing.MAKE);
        Node there = nodes.get(at);
        if (there instanceof Node.Directory && node instanceof Node.Directory) {
            return;
        }
        removeAt(at);
        put(at, node);
    }

    /** Takes an entry and all below it away. True if there was one. */
    public boolean remove(String path) throws TreeFault {
        return removeAt(resolveParents(path, Missing.LEAVE));
    }

    /** Takes away all that a directory, or with an empty path the root, holds, and leaves the directory. */
    public void clear(String path) throws TreeFault {
        if (path.isEmpty()) {
            nodes.clear();
        } else {
            below(resolveParents(path, Missing.LEAVE)).clear();
        }
    }

    /** Adds all entries of another tree. */
    public void addAll(Tree other) throws TreeFault {
        for (var entry : other.nodes.entrySet()) {
            add(entry.getKey(), entry.getValue());
        }
    }

    private boolean removeAt(String at) {
        below(at).clear();
        return nodes.remove(at) != null;
    }

    /** Exactly the paths that begin with {@code at/}, for {@code '0'} follows {@code '/'}. */
    private NavigableMap<String, Node> below(String at) {
        return nodes.subMap(at + "/", true, at + "0", false);
    }

    private void put(String at, Node node) throws TreeFault {
        if (nodes.size() >= ENTRIES_MAX) {
            throw new TreeFault("more than " + ENTRIES_MAX + " entries");
        }
        nodes.put(at, node);
    }

    private boolean leadsToDirectory(String at) throws TreeFault {
        String end = walk(new ArrayDeque<>(components(at)), at, Missing.LEAVE);
        return end.isEmpty() || nodes.get(end) instanceof Node.Directory;
    }

    private enum Missing {
        MAKE,
        LEAVE
    }

    /** The path with every link among its ancestors, but not at its end, followed. */
    private String resolveParents(String path, Missing missing) throws TreeFault {
        Deque<String> parts = new ArrayDeque<>(components(path));
        String name = parts.removeLast();
        String at = walk(parts, path, missing);
        String resolved = at.isEmpty() ? name : at + "/" + name;
        if (resolved.length() > PATH_MAX) {
            throw new TreeFault("a path is too long: /" + path.substring(0, 80) + "…");
        }
        return resolved;
    }

    /** Follows links inside this tree, as a chrooted kernel would: absolute ones from the root, and no higher than it. */
    private String walk(Deque<String> rest, String path, Missing missing) throws TreeFault {
        String at = "";
        int followed = 0;
        while (!rest.isEmpty()) {
            String part = rest.removeFirst();
            if (part.equals("..")) {
                at = parent(at);
                continue;
            }
            String next = at.isEmpty() ? part : at + "/" + part;
            switch (nodes.get(next)) {
                case null -> {
                    if (missing == Missing.MAKE) {
                        put(next, DIRECTORY);
                    }
                    at = next;
                }
                case Node.Directory _ -> at = next;
                case Node.File _ -> {
                    if (!rest.isEmpty() || missing == Missing.MAKE) {
                        throw new TreeFault("/" + path + " lies below a file, /" + next);
                    }
                    at = next;
                }
                case Node.Link(String target) -> {
                    if (++followed > LINKS_MAX) {
                        throw new TreeFault("too many links on the way to /" + path);
                    }
                    at = target.startsWith("/") ? "" : at;
                    prepend(rest, target);
                }
            }
        }
        return at;
    }

    private static void prepend(Deque<String> rest, String target) {
        String[] parts = target.split("/");
        for (int i = parts.length - 1; i >= 0; i--) {
            if (!parts[i].isEmpty() && !parts[i].equals(".")) {
                rest.addFirst(parts[i]);
            }
        }
    }

    private static String parent(String at) {
        int slash = at.lastIndexOf('/');
        return slash < 0 ? "" : at.substring(0, slash);
    }

    private static List<String> components(String path) throws TreeFault {
        if (path.isEmpty() || path.length() > PATH_MAX || path.indexOf('\0') >= 0 || path.startsWith("/")) {
            throw new TreeFault("not a path in a tree: " + path);
        }
        List<String> parts = Arrays.asList(path.split("/", -1));
        for (String part : parts) {
            if (part.isEmpty() || part.equals(".") || part.equals("..") || part.length() > NAME_MAX) {
                throw new TreeFault("not a path in a tree: " + path);
            }
        }
        return parts;
    }
}
