package freehold.control.backup;

import freehold.control.blob.FileBlobs;
import freehold.quantity.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes the archive of one data folder. */
public final class Backup {
    static final String RECORD = "freehold.db";
    static final String BLOBS = "blobs/";
    static final String SUMS = "SHA256SUMS";

    private final Snapshot snapshots;

    public Backup(Snapshot snapshots) {
        this.snapshots = snapshots;
    }

    /**
     * What an archive has.
     *
     * @param bytes before they were packed
     */
    public record Contents(int blobs, long bytes) {}

    /**
     * Writes it.
     *
     * @param snapshot a file for a copy of the record meanwhile, which is not there and is gone afterwards
     */
    public Contents write(Path data, Path snapshot, FileChannel archive) throws IOException {
        try {
            Files.createFile(
                    snapshot, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            snapshots.take(data.resolve(RECORD), snapshot);
            settle(data, snapshot);
            return pack(data, snapshot, archive);
        } finally {
            Files.deleteIfExists(snapshot);
        }
    }

    /** What is missing was erased since; what is there may still go, and is then missing when it is packed. */
    private void settle(Path data, Path snapshot) throws IOException {
        List<Snapshot.Use> gone = snapshots.uses(snapshot).stream()
                .filter(use -> !Files.exists(file(data, use)))
                .toList();
        if (!gone.isEmpty()) {
            snapshots.forget(snapshot, gone);
        }
    }

    /** Where it is, if it is there: content from before there were keys may still be plain. */
    static Path file(Path data, Snapshot.Use use) {
        Path sealed = data.resolve(name(use) + FileBlobs.ENDING);
        return Files.exists(sealed) ? sealed : data.resolve(name(use));
    }

    static String name(Snapshot.Use use) {
        String hex = use.digest().hex();
        return BLOBS + use.tenant().value() + "/" + hex.substring(0, 2) + "/" + hex;
    }

    /** Blobs first: when one of them turns out to be erased meanwhile, what used it has no place in the record either. */
    private Contents pack(Path data, Path snapshot, FileChannel archive) throws IOException {
        List<String> sums = new ArrayList<>();
        List<Snapshot.Use> gone = new ArrayList<>();
        long bytes = 0;
        int blobs = 0;
        // not closed, for whoever opened the channel is not done with it
        ZipOutputStream zip = new ZipOutputStream(Channels.newOutputStream(archive));
        zip.setLevel(Deflater.BEST_SPEED);
        for (Snapshot.Use use : snapshots.uses(snapshot)) {
            Path blob = file(data, use);
            try (InputStream content = Files.newInputStream(blob)) {
                bytes += add(zip, data.relativize(blob).toString(), content, sums);
                blobs++;
            } catch (NoSuchFileException erased) {
                gone.add(use);
            }
        }
        if (!gone.isEmpty()) {
            snapshots.forget(snapshot, gone);
        }
        try (InputStream content = Files.newInputStream(snapshot)) {
            bytes += add(zip, RECORD, content, sums);
        }
        zip.putNextEntry(new ZipEntry(SUMS));
        zip.write((String.join("\n", sums) + "\n").getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
        zip.finish();
        return new Contents(blobs, bytes);
    }

    private static long add(ZipOutputStream zip, String name, InputStream content, List<String> sums)
            throws IOException {
        MessageDigest digest = Digest.sha256();
        zip.putNextEntry(new ZipEntry(name));
        long bytes = content.transferTo(new DigestOutputStream(zip, digest));
        zip.closeEntry();
        sums.add(Digest.finish(digest).hex() + "  " + name);
        return bytes;
    }
}
