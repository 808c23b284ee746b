package freehold.worker.rootfs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A promise that roots stay while somebody has cells. Whoever starts a daemon holds it together with all others; whoever removes roots
 * or bundles holds it alone. It ends with the process at the latest, so nothing is left to clean up after a crash.
 */
public final class HostUse implements AutoCloseable {
    private final FileChannel channel;

    private HostUse(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Uses the state folder, after waiting for whoever removes something from it.
     *
     * @param state as {@link HostToolchains} has it; it is there
     * @throws UncheckedIOException if it cannot be locked
     */
    public static HostUse together(Path state) {
        try {
            FileChannel channel = open(state);
            FileLock _ = channel.lock(0, Long.MAX_VALUE, true);
            return new HostUse(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has the state folder alone; empty if somebody uses it. A process must not ask for this while it uses the folder itself. */
    public static Optional<HostUse> alone(Path state) throws IOException {
        FileChannel channel = open(state);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            return Optional.empty();
        }
        return Optional.of(new HostUse(channel));
    }

    private static FileChannel open(Path state) throws IOException {
        return FileChannel.open(
                state.resolve("in-use"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
