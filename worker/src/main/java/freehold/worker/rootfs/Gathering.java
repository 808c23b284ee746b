package freehold.worker.rootfs;

import freehold.wire.pack.RootPart;
import freehold.worker.rootfs.RootEntry.Folder;
import freehold.worker.rootfs.RootEntry.HostFile;
import freehold.worker.rootfs.RootEntry.Link;
import freehold.worker.rootfs.RootEntry.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Gathers the files of one root: what its parts name, what symbolic links point to, and the shared libraries of all ELF files
 * among them. A file that not everybody may read stays out, and a link leads out of a tree only to where programs live.
 */
final class Gathering {
    /** Where the target of a link may be fetched from. Never a home, /var or the rest of /etc. */
    private static final List<Path> FOLLOWED = List.of(Path.of("/usr"), Path.of("/opt"), Path.of("/etc/alternatives"));

    private final CellPaths paths;
    private final SharedLibraries libraries;
    private final TreeMap<String, RootEntry> entries = new TreeMap<>();
    private final Map<Path, Watch> watches = new LinkedHashMap<>();
    private final Deque<Path> unresolved = new ArrayDeque<>();
    private final Set<Path> trees = new HashSet<>();
    private final Set<Path> fetched = new HashSet<>();
    private final Set<Path> loadable = new HashSet<>();

    Gathering(CellPaths paths, SharedLibraries libraries) {
        this.paths = paths;
        this.libraries = libraries;
    }

    /** Cell path to entry, in order, complete: every folder above an entry is one itself. */
    SortedMap<String, RootEntry> entries() {
        return entries;
    }

    List<Watch> watches() {
        return List.copyOf(watches.values());
    }

    void add(RootPart part, HostVariables variables) throws IOException, ToolchainUnusable {
        List<PathMatcher> without = part.without().stream()
                .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + variables.fill(glob)))
                .toList();
        part.directories().forEach(each -> put(Path.of(each), new Folder()));
        part.texts().forEach((path, content) -> put(Path.of(path), new Text(content)));
        part.links().forEach((path, target) -> put(Path.of(path), new Link(target)));
        for (Map.Entry<String, String> each : part.own().entrySet()) {
            Path file = Path.of(variables.fill("{pack}")).resolve(each.getValue());
            watch(file);
            put(Path.of(each.getKey()), new HostFile(file, FileStat.of(file)));
        }
        for (String each : part.packages()) {
            addPackage(variables.fill(each), without);
        }
        for (String each : part.trees()) {
            for (Path tree : found(variables.fill(each))) {
                addTree(tree, without);
            }
        }
        for (String each : part.files()) {
            for (Path file : found(variables.fill(each))) {
                addFile(file, without);
            }
        }
        closeOverLibraries();
    }

    private List<Path> found(String written) throws IOException, ToolchainUnusable {
        boolean optional = written.endsWith("?");
        String glob = optional ? written.substring(0, written.length() - 1) : written;
        List<Path> found = PathGlobs.expand(glob, this::watchQuietly);
        if (found.isEmpty()) {
            watchQuietly(Path.of(glob));
            if (!optional) {
                throw new ToolchainUnusable("it lacks " + glob);
            }
        }
        return found;
    }

    private void addPackage(String name, List<PathMatcher> without) throws IOException, ToolchainUnusable {
        boolean optional = name.endsWith("?");
        List<Path> lists = DebianFiles.lists(optional ? name.substring(0, name.length() - 1) : name);
        if (lists.isEmpty() && !optional) {
            throw new ToolchainUnusable("install Debian package " + name + " too");
        }
        for (Path list : lists) {
            watch(list);
            for (Path file : DebianFiles.files(list)) {
                if (isForAll(file) && !FileStat.of(file).isDirectory() && !matches(without, file)) {
                    addFile(file, without);
                }
            }
        }
    }

    private void addTree(Path tree, List<PathMatcher> without) throws IOException, ToolchainUnusable {
        FileStat stat = FileStat.of(tree);
        if (stat.isSymlink()) {
            addLink(tree, without);
            return;
        }
        if (!stat.isDirectory()) {
            addFile(tree, without);
            return;
        }
        if (!trees.add(tree.toRealPath())) {
            return;
        }
        watch(tree);
        put(paths.of(tree), new Folder());
        try (DirectoryStream<Path> children = Files.newDirectoryStream(tree)) {
            for (Path child : children) {
                if (!matches(without, child)) {
                    addChild(child, without);
                }
            }
        }
    }

    private void addChild(Path child, List<PathMatcher> without) throws IOException, ToolchainUnusable {
        FileStat stat = FileStat.of(child);
        if (stat.isDirectory()) {
            addTree(child, without);
        } else if (stat.isSymlink()) {
            addLink(child, without);
        } else if (stat.isRegular() && stat.isReadableByAll()) {
            putFile(paths.of(child), child, stat);
        }
    }

    private void addFile(Path file, List<PathMatcher> without) throws IOException, ToolchainUnusable {
        FileStat stat = FileStat.of(file);
        watch(file);
        if (stat.isSymlink()) {
            addLink(file, without);
        } else if (stat.isDirectory()) {
            throw new ToolchainUnusable(file + " is a folder, where a file was looked for");
        } else if (stat.isRegular() && stat.isReadableByAll()) {
            putFile(paths.of(file), file, stat);
        } else {
            throw new ToolchainUnusable(file + " cannot be read by all");
        }
    }

    private void putFile(Path cell, Path host, FileStat stat) {
        put(cell, new HostFile(host, stat));
        if ((stat.isExecutable() || host.toString().contains(".so")) && loadable.add(host)) {
            unresolved.add(host);
        }
    }

    /** A link stays relative where its target moved along with it. */
    private void addLink(Path link, List<PathMatcher> without) throws IOException, ToolchainUnusable {
        Path written = Files.readSymbolicLink(link);
        Path folder = link.resolveSibling("").toRealPath();
        Path target = folder.resolve(written).normalize();
        if (!isForAll(target) || matches(without, target)) {
            return;
        }
        Path cellLink = paths.of(link);
        Path cellTarget = paths.of(target);
        boolean keeps = !written.isAbsolute()
                && cellLink.resolveSibling(written).normalize().equals(cellTarget);
        if (cellLink.equals(cellTarget)) {
            return;
        }
        boolean follows = FOLLOWED.stream().anyMatch(target::startsWith) || paths.isInHome(target.toRealPath());
        if (follows || entries.containsKey(cellTarget.toString())) {
            put(cellLink, new Link((keeps ? written : cellTarget).toString()));
        }
        if (follows && fetched.add(target)) {
            addTree(target, without);
        }
    }

    private void closeOverLibraries() throws IOException, ToolchainUnusable {
        while (!unresolved.isEmpty()) {
            for (SharedLibraries.Library each : libraries.of(unresolved.remove())) {
                Path real = each.path().toRealPath();
                boolean stays = switch (each.reach()) {
                    case ANYWHERE -> true;
                    case BY_PATH -> !paths.isInHome(real);
                    case BY_CONFIGURATION -> false;
                };
                if (!isForAll(real)) {
                    continue;
                }
                if (stays) {
                    addFile(each.path(), List.of());
                } else {
                    watch(real);
                    putFile(libraries.lookedFor(each), real, FileStat.of(real));
                }
            }
        }
    }

    private void put(Path cell, RootEntry entry) {
        for (Path above = cell.getParent(); above != null && above.getNameCount() > 0; above = above.getParent()) {
            entries.putIfAbsent(above.toString(), new Folder());
        }
        if (!(entry instanceof Folder) || !entries.containsKey(cell.toString())) {
            entries.put(cell.toString(), entry);
        }
    }

    private static boolean isForAll(Path path) throws IOException {
        return Files.exists(path) && FileStat.of(path.toRealPath()).isReadableByAll();
    }

    private static boolean matches(List<PathMatcher> globs, Path path) {
        return globs.stream().anyMatch(each -> each.matches(path));
    }

    private void watch(Path path) throws IOException {
        if (!watches.containsKey(path)) {
            watches.put(path, Watch.of(path));
        }
    }

    private void watchQuietly(Path path) {
        try {
            watch(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
