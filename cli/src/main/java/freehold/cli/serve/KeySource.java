package freehold.cli.serve;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.Unreadable;
import freehold.control.tenancy.KeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key file of a server. It is read again when it has changed, so that a key counts from the next request on; a file that cannot be
 * understood, or is gone, changes nothing but the log: neither may a slip lock everybody out, nor open the door.
 */
final class KeySource implements Supplier<Optional<KeyFile>> {
    private static final Logger LOG = LoggerFactory.getLogger(KeySource.class);

    private final Path file;
    private volatile Tried last;

    /** Keys, and when their file was changed. */
    private record Read(FileTime changed, KeyFile keys) {}

    /**
     * The last attempt.
     *
     * @param mark by which the file is known to be another one, also when only who may read it has changed
     * @param read what came of it, or of the last one that could be used
     */
    private record Tried(Optional<Map<String, Object>> mark, Read read) {}

    private KeySource(Path file, Tried first) {
        this.file = file;
        this.last = first;
    }

    /** Opens the file, which must be right at the start. */
    static KeySource open(Path file) {
        try {
            Optional<Map<String, Object>> mark =
                    mark(file); // before it is read, or a change between the two would be missed
            return new KeySource(file, new Tried(mark, read(file)));
        } catch (IOException unreadable) {
            throw new Declined(
                    ExitStatus.USAGE, "the key file " + file + " cannot be read: " + Unreadable.reason(unreadable));
        } catch (IllegalArgumentException wrong) {
            throw new Declined(ExitStatus.USAGE, "the key file " + file + ", " + wrong.getMessage());
        }
    }

    @Override
    public Optional<KeyFile> get() {
        Optional<Map<String, Object>> mark = mark(file);
        Tried before = last;
        if (mark.equals(before.mark())) {
            return Optional.of(before.read().keys());
        }
        Read known = before.read();
        try {
            known = read(file);
        } catch (IOException | IllegalArgumentException wrong) {
            LOG.error(
                    "The key file {} cannot be used; the keys of {} stay in force: {}",
                    file,
                    known.changed(),
                    wrong instanceof IOException unreadable ? Unreadable.reason(unreadable) : wrong.getMessage());
        }
        // In one: of two requests that read it at one time, the later to come here may have the older. And what is
        // wrong is told once.
        last = new Tried(mark, known);
        return Optional.of(known.keys());
    }

    /** Empty for a file that is gone, or cannot be looked at. */
    private static Optional<Map<String, Object>> mark(Path file) {
        try {
            return Optional.of(Files.readAttributes(file, "unix:lastModifiedTime,ctime,size"));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private static Read read(Path file) throws IOException {
        FileTime changed = Files.getLastModifiedTime(file);
        return new Read(changed, KeyFile.parse(Files.readString(file)));
    }
}
