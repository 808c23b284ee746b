package freehold.cli.serve;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.Unreadable;
import freehold.control.tenancy.KeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
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
    private volatile Read last;

    private record Read(FileTime changed, KeyFile keys) {}

    private KeySource(Path file, Read first) {
        this.file = file;
        this.last = first;
    }

    /** Opens the file, which must be right at the start. */
    static KeySource open(Path file) {
        try {
            return new KeySource(file, read(file));
        } catch (IOException unreadable) {
            throw new Declined(
                    ExitStatus.USAGE, "the key file " + file + " cannot be read: " + Unreadable.reason(unreadable));
        } catch (IllegalArgumentException wrong) {
            throw new Declined(ExitStatus.USAGE, "the key file " + file + ", " + wrong.getMessage());
        }
    }

    @Override
    public Optional<KeyFile> get() {
        Read known = last;
        try {
            if (!Files.getLastModifiedTime(file).equals(known.changed())) {
                known = read(file);
                last = known;
            }
        } catch (IOException | IllegalArgumentException wrong) {
            LOG.error(
                    "The key file {} cannot be used; the keys of {} stay in force: {}",
                    file,
                    known.changed(),
                    wrong.getMessage());
        }
        return Optional.of(known.keys());
    }

    private static Read read(Path file) throws IOException {
        FileTime changed = Files.getLastModifiedTime(file);
        return new Read(changed, KeyFile.parse(Files.readString(file)));
    }
}
