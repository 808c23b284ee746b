package freehold.worker.rootfs;

import freehold.quantity.Digest;
import freehold.worker.rootfs.RootEntry.Folder;
import freehold.worker.rootfs.RootEntry.HostFile;
import freehold.worker.rootfs.RootEntry.Link;
import freehold.worker.rootfs.RootEntry.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * Turns the entries of a root into files. A file of the host becomes a hard link where that is as safe as a copy: on the same file system,
 * root's, and writable by nobody else; so a root costs no disk and shares the host's page cache, and an upgrade of the host, which
 * replaces files, leaves it as it was. All else is copied.
 */
final class RootTree {
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> PLAIN = PosixFilePermissions.fromString("rw-r--r--");

    private final SortedMap<String, RootEntry> entries;

    RootTree(SortedMap<String, RootEntry> entries) {
        this.entries = entries;
    }

    /** Over path, type, mode, size and contents of everything. */
    Digest digest(FileHashes hashes) throws IOException {
        MessageDigest digest = Digest.sha256();
        for (Map.Entry<String, RootEntry> each : entries.entrySet()) {
            String line = switch (each.getValue()) {
                case Folder _ -> "folder";
                case Link(String target) -> "link\0" + target;
                case Text(String content) -> "file\0" + "0644\0" + content.length() + "\0" + Sha256.of(content);
                case HostFile(Path host, FileStat stat) ->
                    "file\0"
                            + (stat.isExecutable() ? "0755" : "0644") + "\0" + stat.size() + "\0"
                            + HexFormat.of().formatHex(hashes.of(host, stat));
            };
            digest.update((each.getKey() + "\0" + line + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return Digest.finish(digest);
    }

    /** Bytes of all files, as if none were shared with the host. */
    long size() {
        long size = 0;
        for (RootEntry each : entries.values()) {
            size += each instanceof HostFile(Path _, FileStat stat) ? stat.size() : 0;
        }
        return size;
    }

    /**
     * Writes everything below a folder that is there and empty.
     *
     * @throws IOException if a file changed since it was gathered, for then the digest would lie
     */
    void write(Path folder) throws IOException {
        long device = FileStat.of(folder).device();
        Files.setPosixFilePermissions(folder, FOLDER);
        for (Map.Entry<String, RootEntry> each : entries.entrySet()) {
            Path path = folder.resolve(each.getKey().substring(1));
            switch (each.getValue()) {
                case Folder _ -> {
                    Files.createDirectory(path);
                    Files.setPosixFilePermissions(path, FOLDER);
                }
                case Link(String target) -> Files.createSymbolicLink(path, Path.of(target));
                case Text(String content) -> {
                    Files.writeString(path, content);
                    Files.setPosixFilePermissions(path, PLAIN);
                }
                case HostFile(Path host, FileStat stat) -> place(host, stat, path, device);
            }
        }
    }

    /** Makes it the root of that name, unless that is there. */
    void place(StateFolder state, String name) throws IOException {
        Path end = state.tree(name);
        if (Files.isDirectory(end)) {
            return;
        }
        Path begun = state.begin(end);
        try {
            write(begun);
            state.finish(begun, end);
        } finally {
            state.abandon(begun);
        }
    }

    private static void place(Path host, FileStat stat, Path path, long device) throws IOException {
        if (!FileStat.of(host).fingerprint().equals(stat.fingerprint())) {
            throw new IOException(host + " changed while its root was made");
        }
        boolean linkable = stat.device() == device && stat.belongsToRootAlone() && !stat.changesIdentity();
        if (linkable) {
            try {
                Files.createLink(path, host);
                return;
            } catch (FileSystemException _) {
                // Too many links to one file, or a file system that has none: a copy does as well.
            }
        }
        Files.copy(host, path, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        Files.setPosixFilePermissions(path, stat.isExecutable() ? FOLDER : PLAIN);
        Files.setAttribute(path, "unix:uid", 0);
        Files.setAttribute(path, "unix:gid", 0);
    }
}
