package freehold.control.backup;

import freehold.control.blob.FileBlobs;
import freehold.quantity.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** Puts an archive back into a data folder that no server uses. */
public final class Restore {
    private static final Pattern BLOB =
            Pattern.compile("blobs/[a-z][a-z0-9_-]{0,63}/([0-9a-f]{2})/(\\1[0-9a-f]{62})(\\.sealed)?");
    private static final FileAttribute<?> CLOSED =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /** Of the folder as it was, what the archive takes the place of, and caches that belong to it. */
    private static final List<String> REPLACED =
            List.of("freehold.db", "freehold.db-wal", "freehold.db-shm", "blobs", "builds");

    private final Snapshot snapshots;

    public Restore(Snapshot snapshots) {
        this.snapshots = snapshots;
    }

    /**
     * Unpacks the archive beside what is in the folder, checks all of it, and then puts it in place of that.
     *
     * @throws IOException with a sentence for people, if the archive is not whole; the folder is as it was then
     */
    public void into(Path folder, InputStream archive) throws IOException {
        Path fresh = folder.resolve(".restoring");
        delete(fresh);
        try {
            Files.createDirectory(fresh, CLOSED);
            unpack(archive, fresh);
            snapshots.check(fresh.resolve(Backup.RECORD));
            for (Snapshot.Use use : snapshots.uses(fresh.resolve(Backup.RECORD))) {
                require(Files.exists(Backup.file(fresh, use)), "it lacks " + Backup.name(use));
            }
            for (String each : REPLACED) {
                delete(folder.resolve(each));
            }
            Files.createDirectories(fresh.resolve("blobs"), CLOSED);
            for (String each :
                    List.of("blobs", Backup.RECORD)) { // without its record a folder is seen to be incomplete
                Files.move(fresh.resolve(each), folder.resolve(each));
            }
        } finally {
            delete(fresh);
        }
    }

    private static void unpack(InputStream archive, Path into) throws IOException {
        Map<String, String> found = new TreeMap<>();
        Map<String, String> promised = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(archive)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = entry.getName();
                if (name.equals(Backup.SUMS)) {
                    sums(new String(zip.readAllBytes(), StandardCharsets.UTF_8), promised);
                } else {
                    require(
                            name.equals(Backup.RECORD) || BLOB.matcher(name).matches(),
                            "it has a file of another name");
                    require(found.put(name, write(zip, into.resolve(name))) == null, "it has " + name + " twice");
                }
            }
        } catch (ZipException broken) {
            throw new IOException("it is not a whole archive of Freehold: " + broken.getMessage(), broken);
        }
        require(!promised.isEmpty(), "it is not a whole archive of Freehold: it lacks " + Backup.SUMS);
        require(found.equals(promised), "its files are not those that " + Backup.SUMS + " names");
        require(found.containsKey(Backup.RECORD), "it lacks " + Backup.RECORD);
        for (Map.Entry<String, String> file : found.entrySet()) {
            require(
                    file.getKey().equals(Backup.RECORD)
                            || file.getKey().endsWith(FileBlobs.ENDING)
                            || file.getKey().endsWith(file.getValue()),
                    "the content of " + file.getKey() + " has another digest than its name");
        }
    }

    private static void sums(String text, Map<String, String> into) throws IOException {
        for (String line : text.lines().toList()) {
            String[] words = line.split("  ", 2);
            require(words.length == 2, Backup.SUMS + " has a line that is no digest and name");
            into.put(words[1], words[0]);
        }
    }

    private static String write(InputStream content, Path file) throws IOException {
        Path parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent, CLOSED);
        }
        MessageDigest digest = Digest.sha256();
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            new DigestInputStream(content, digest).transferTo(Channels.newOutputStream(channel));
            channel.force(true);
        }
        return Digest.finish(digest).hex();
    }

    private static void require(boolean holds, String otherwise) throws IOException {
        if (!holds) {
            throw new IOException(otherwise);
        }
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
