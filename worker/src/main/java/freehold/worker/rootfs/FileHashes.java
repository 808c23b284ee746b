package freehold.worker.rootfs;

import freehold.quantity.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * SHA-256 of files, remembered from one start to the next by device, inode, size and time of change of contents. The change time of
 * the inode is not part of the key, for each hard link that we make moves it.
 */
final class FileHashes {
    private static final int RECORD_BYTES = 4 * Long.BYTES + 32;
    private static final int CHUNK_BYTES = 128 << 10;

    private final Path file;
    private final Map<Key, byte[]> known = new ConcurrentHashMap<>();
    private final AtomicBoolean grown = new AtomicBoolean();
    private boolean remembered; // guarded by this

    private record Key(long device, long inode, long size, long modified) {}

    FileHashes(Path file) {
        this.file = file;
    }

    /**
     * Reads what was remembered, when it is first asked for: a start that finds all roots made needs none of the megabytes. A file
     * that is damaged is as good as none.
     */
    private synchronized void remember() throws IOException {
        if (remembered) {
            return;
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            while (bytes.remaining() >= RECORD_BYTES) {
                Key key = new Key(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
                byte[] hash = new byte[32];
                bytes.get(hash);
                known.put(key, hash);
            }
        } catch (NoSuchFileException _) {
            grown.set(true);
        }
        remembered = true;
    }

    byte[] of(Path path, FileStat stat) throws IOException {
        remember();
        Key key = new Key(stat.device(), stat.inode(), stat.size(), stat.modified());
        byte[] hash = known.get(key);
        if (hash == null) {
            hash = read(path);
            known.put(key, hash);
            grown.set(true);
        }
        return Arrays.copyOf(hash, hash.length);
    }

    /** Remembers for the next start. */
    void save() throws IOException {
        if (!grown.getAndSet(false)) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.allocate(known.size() * RECORD_BYTES);
        for (Map.Entry<Key, byte[]> each : Map.copyOf(known).entrySet()) {
            if (bytes.remaining() >= RECORD_BYTES) {
                Key key = each.getKey();
                bytes.putLong(key.device())
                        .putLong(key.inode())
                        .putLong(key.size())
                        .putLong(key.modified());
                bytes.put(each.getValue());
            }
        }
        Path fresh = Files.createTempFile(file.getParent(), ".hashes", "");
        Files.write(fresh, Arrays.copyOf(bytes.array(), bytes.position()));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] read(Path path) throws IOException {
        MessageDigest digest = Digest.sha256();
        byte[] chunk = new byte[CHUNK_BYTES];
        try (InputStream stream = Files.newInputStream(path)) {
            int count;
            while ((count = stream.read(chunk)) > 0) {
                digest.update(chunk, 0, count);
            }
        }
        return digest.digest();
    }
}
