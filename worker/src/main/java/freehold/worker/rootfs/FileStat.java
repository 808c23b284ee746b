package freehold.worker.rootfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What lstat(2) says of a file.
 *
 * @param mode type and permission bits, as in {@code st_mode}
 * @param modified nanoseconds since 1970
 */
record FileStat(int mode, int uid, long device, long inode, long size, long modified) {
    private static final int TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final int DIRECTORY = 0040000;
    private static final int SYMLINK = 0120000;
    /** The JDK's text of a device, in hexadecimal, and inode: (dev=fe00,ino=17). */
    private static final String DEVICE = "(dev=";

    private static final String INODE = ",ino=";

    static FileStat of(Path path) throws IOException {
        Map<String, Object> found =
                Files.readAttributes(path, "unix:mode,uid,dev,ino,size,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
        return new FileStat(
                (Integer) value(found, "mode"),
                (Integer) value(found, "uid"),
                (Long) value(found, "dev"),
                (Long) value(found, "ino"),
                (Long) value(found, "size"),
                ((FileTime) value(found, "lastModifiedTime")).to(TimeUnit.NANOSECONDS));
    }

    boolean isRegular() {
        return (mode & TYPE) == REGULAR;
    }

    boolean isDirectory() {
        return (mode & TYPE) == DIRECTORY;
    }

    boolean isSymlink() {
        return (mode & TYPE) == SYMLINK;
    }

    boolean isReadableByAll() {
        return (mode & 0004) != 0;
    }

    boolean isExecutable() {
        return (mode & 0111) != 0;
    }

    /** Whether only root can change the file's bytes and attributes. */
    boolean belongsToRootAlone() {
        return uid == 0 && (mode & 0022) == 0;
    }

    /** Set-user-id and set-group-id. */
    boolean changesIdentity() {
        return (mode & 06000) != 0;
    }

    /** Changes whenever the file is replaced or written. */
    String fingerprint() {
        return device + ":" + inode + ":" + size + ":" + modified;
    }

    /**
     * The {@link #fingerprint()} of a file, and nothing else of it: a start compares thousands, and asking for attributes by their names takes
     * twice as long.
     */
    static String fingerprint(Path path) throws IOException {
        BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        String key = String.valueOf(found.fileKey());
        if (!key.startsWith(DEVICE) || !key.endsWith(")")) {
            return of(path).fingerprint(); // a JDK that writes it otherwise
        }
        int end = key.indexOf(INODE);
        return Long.parseLong(key, DEVICE.length(), end, 16) + ":"
                + key.substring(end + INODE.length(), key.length() - 1) + ":" + found.size() + ":"
                + found.lastModifiedTime().to(TimeUnit.NANOSECONDS);
    }

    private static Object value(Map<String, Object> found, String name) throws IOException {
        Object value = found.get(name);
        if (value == null) {
            throw new IOException("the file system has no attribute " + name);
        }
        return value;
    }
}
