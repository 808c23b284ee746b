package freehold.worker.bundle.store;

import freehold.worker.folder.FolderTree;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;

/** Held by whoever changes the store; one at a time, among all processes. */
public final class StoreLock implements AutoCloseable {
    private final FileChannel channel;

    private StoreLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws IOException at once, if somebody else installs, imports or prunes
     */
    public static StoreLock take(StorePaths paths) throws IOException {
        StorePaths.made(paths.store());
        FileChannel channel = FileChannel.open(paths.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new IOException("another process changes this store; wait for it and try again");
            }
            // nobody else writes now, so whatever is half made was left by a process that died
            FolderTree.delete(paths.store().resolve("partial"));
            return new StoreLock(channel);
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new IOException("another thread changes this store; wait for it and try again", e);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
