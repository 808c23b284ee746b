package freehold.control.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The master keys of a server, in a file that nobody but its owner can read. It is read again when the file is another one, so that a
 * rotation needs no restart; a file that cannot be used then changes nothing but the log.
 */
public final class MasterKeyFile implements MasterKeySource {
    private static final Logger LOG = LoggerFactory.getLogger(MasterKeyFile.class);
    private static final Set<PosixFilePermission> OWNER_ONLY = Set.copyOf(PosixFilePermissions.fromString("rw-------"));
    private static final Set<PosixFilePermission> HANDED_OUT = Set.copyOf(PosixFilePermissions.fromString("r--r-----"));
    private static final long SIZE_MAX = 16 << 10;

    private final Path file;
    private volatile @Nullable Read last;

    private record Mark(FileTime changed, String inode) {}

    private record Read(Mark mark, MasterKeys keys) {}

    /** Nothing is read before it is needed. */
    public MasterKeyFile(Path file) {
        this.file = file;
    }

    /** Where it is in a data folder, unless somebody keeps it elsewhere. */
    public static Path in(Path data) {
        return data.resolve("master-key");
    }

    public Path path() {
        return file;
    }

    @Override
    public MasterKeys current() {
        Read known = last;
        try {
            if (known == null || !mark(file).equals(known.mark())) {
                Read fresh = read(file);
                if (known != null) {
                    LOG.info("The master keys are {} from now on; the first of them wraps", fresh.keys());
                }
                last = fresh;
                return fresh.keys();
            }
            return known.keys();
        } catch (NoSuchFileException gone) {
            return otherwise(known, "it is not there");
        } catch (AccessDeniedException closed) {
            return otherwise(known, "who the server is cannot read it; chown it to them");
        } catch (IOException wrong) {
            return otherwise(known, String.valueOf(wrong.getMessage()));
        }
    }

    private MasterKeys otherwise(@Nullable Read known, String why) {
        if (known == null) {
            throw new MasterKeyMissing("the master key " + file + " cannot be used: " + why);
        }
        LOG.error("The master key {} cannot be used; the one before stays: {}", file, why);
        return known.keys();
    }

    @Override
    public boolean makeIfAbsent() throws IOException {
        if (Files.exists(file)) {
            return false;
        }
        try {
            write(file, new MasterKeys(List.of(MasterKey.make())));
            return true;
        } catch (FileAlreadyExistsException madeMeanwhile) {
            LOG.debug("Another process made the key first", madeMeanwhile);
            return false;
        }
    }

    /** Puts other keys in the place of the file, which the owner of the old one owns. */
    public void replace(MasterKeys keys) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(part);
        write(part, keys);
        if (!Files.getAttribute(part, "unix:uid").equals(Files.getAttribute(file, "unix:uid"))) {
            for (String owner : new String[] {"unix:uid", "unix:gid"}) {
                Files.setAttribute(part, owner, Files.getAttribute(file, owner), LinkOption.NOFOLLOW_LINKS);
            }
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        flushFolder();
    }

    private void write(Path target, MasterKeys keys) throws IOException {
        try (FileChannel out = FileChannel.open(
                target,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            ByteBuffer bytes = ByteBuffer.wrap(keys.text().getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        flushFolder();
    }

    /** So that the name survives the loss of power too: no key is wrapped by a master key that could still be lost. */
    private void flushFolder() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static Read read(Path file) throws IOException {
        Mark mark = mark(file);
        if (!isClosed(Files.getPosixFilePermissions(file))) {
            throw new IOException("others may use it; chmod 600 it, or rotate it if they did");
        }
        if (Files.size(file) > SIZE_MAX) {
            throw new IOException("it is too large to be one");
        }
        try {
            return new Read(mark, MasterKeys.parse(Files.readString(file, StandardCharsets.US_ASCII)));
        } catch (IllegalArgumentException wrong) {
            throw new IOException(wrong.getMessage(), wrong);
        }
    }

    /** To its owner alone; or as an orchestrator hands out secrets, for nobody to write and a group to read. */
    private static boolean isClosed(Set<PosixFilePermission> granted) {
        return OWNER_ONLY.containsAll(granted) || HANDED_OUT.containsAll(granted);
    }

    private static Mark mark(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Mark(attributes.lastModifiedTime(), String.valueOf(attributes.fileKey()));
    }
}
