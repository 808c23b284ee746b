package freehold.wire.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The lockfiles beside the packs: {@code <pack>/<version>.lock.yaml}, and {@code <name>.lock.yaml} for roots that many packs run
 * their compiled programs in. There may be several folders of packs; a version has one lockfile in all of them.
 */
public final class LockFolder {
    private static final String SUFFIX = ".lock.yaml";

    private final List<Path> folders;
    private final LockCodec codec = new LockCodec();

    /** @param folders those that hold the packs' folders; of two roots of one name, the one of the first is taken */
    public LockFolder(Path... folders) {
        this.folders = List.of(folders);
    }

    /** A lockfile and where it is. */
    public record Entry(Path file, LockFile lock) {}

    /**
     * All lockfiles of packs, by name of the pack and version.
     *
     * @throws LockFault if one has a mistake, lies in the place of another, or is there twice
     */
    public List<Entry> all() throws IOException {
        Map<String, Entry> entries = new TreeMap<>();
        for (Path folder : folders) {
            for (Entry each : all(folder)) {
                String place = each.lock().bundle() + "/" + each.lock().version();
                Entry other = entries.putIfAbsent(place, each);
                if (other != null) {
                    throw new LockFault(each.file() + ": " + other.file() + " is a lock of that version already");
                }
            }
        }
        return List.copyOf(entries.values());
    }

    private List<Entry> all(Path folder) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (Stream<Path> folders = Files.list(folder)) {
            for (Path pack : folders.filter(Files::isDirectory).sorted().toList()) {
                for (Path file : locks(pack)) {
                    Entry entry = read(file);
                    String expected = pack.getFileName() + "/" + entry.lock().version() + SUFFIX;
                    if (!entry.lock().bundle().equals(String.valueOf(pack.getFileName()))
                            || !folder.relativize(file).toString().equals(expected)) {
                        throw new LockFault(
                                file + ": it names itself " + entry.lock().bundle() + " "
                                        + entry.lock().version() + ", but its place is that of another");
                    }
                    entries.add(entry);
                }
            }
        }
        return entries;
    }

    /** The lockfiles that {@code name} or {@code name@version} means; a version may be cut after a whole component. */
    public List<Entry> find(String reference) throws IOException {
        int at = reference.indexOf('@');
        String name = at < 0 ? reference : reference.substring(0, at);
        String version = at < 0 ? "" : reference.substring(at + 1);
        return all().stream()
                .filter(each -> each.lock().bundle().equals(name))
                .filter(each -> version.isEmpty()
                        || each.lock().version().equals(version)
                        || each.lock().version().startsWith(version + "."))
                .toList();
    }

    /** The lock of the root that a pack's compiled programs run in, where it has one of its own. */
    public Optional<Entry> runRoot(LockFile lock) throws IOException {
        if (lock.runRoot().isEmpty()) {
            return Optional.empty();
        }
        String name = lock.runRoot().get() + SUFFIX;
        Optional<Path> file = folders.stream()
                .map(each -> each.resolve(name))
                .filter(Files::exists)
                .findFirst();
        return Optional.of(read(file.orElse(folders.getFirst().resolve(name))));
    }

    private Entry read(Path file) throws IOException {
        LockFile lock = codec.read(file.toString(), Files.readString(file));
        LockVariables.faultIn(lock.variables()).ifPresent(fault -> {
            throw new LockFault(file + ".variables: " + fault);
        });
        return new Entry(file, lock);
    }

    private static List<Path> locks(Path pack) throws IOException {
        try (Stream<Path> files = Files.list(pack)) {
            return files.filter(each -> each.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        }
    }
}
