package freehold.control.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signing key of a server, in a file that nobody but its owner can read. It is read again when the file is another one, so that a
 * rotation needs no restart; a file that cannot be used then changes nothing but the log.
 */
public final class SigningKeyFile implements Signer {
    private static final Logger LOG = LoggerFactory.getLogger(SigningKeyFile.class);
    private static final Set<PosixFilePermission> OWNER_ONLY = Set.copyOf(PosixFilePermissions.fromString("rw-------"));

    private final Path file;
    private volatile Read last;

    private record Mark(FileTime changed, Optional<Object> inode) {}

    private record Read(Mark mark, SigningKey key) {}

    private SigningKeyFile(Path file, Read first) {
        this.file = file;
        this.last = first;
    }

    /** Where it is in a data folder. */
    public static Path in(Path data) {
        return data.resolve("receipt-key");
    }

    /**
     * Opens the file; makes it, with a new key, if it is not there.
     *
     * @throws IOException with a sentence, if it is there and cannot be used
     */
    public static SigningKeyFile open(Path file) throws IOException {
        if (Files.notExists(file)) {
            try {
                write(file, SigningKey.make());
            } catch (FileAlreadyExistsException madeMeanwhile) {
                LOG.debug("Another process made the key first", madeMeanwhile);
            }
        }
        return new SigningKeyFile(file, read(file));
    }

    /**
     * Puts a new key in the place of the file, which the owner of the old one owns. The old private key is gone then: nobody can sign with
     * it any more.
     */
    public static SigningKey rotate(Path file) throws IOException {
        SigningKey fresh = SigningKey.make();
        Path part = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(part);
        write(part, fresh);
        if (!Files.getAttribute(part, "unix:uid").equals(Files.getAttribute(file, "unix:uid"))) {
            for (String owner : new String[] {"unix:uid", "unix:gid"}) {
                Files.setAttribute(part, owner, Files.getAttribute(file, owner), LinkOption.NOFOLLOW_LINKS);
            }
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return fresh;
    }

    private static void write(Path file, SigningKey key) throws IOException {
        try (FileChannel out = FileChannel.open(
                file,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            ByteBuffer bytes = ByteBuffer.wrap(key.pem().getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
    }

    @Override
    public SigningKey current() {
        Read known = last;
        try {
            if (!mark(file).equals(known.mark())) {
                known = read(file);
                last = known;
                LOG.info("Receipts are signed with {} from now on", known.key().verifying());
            }
        } catch (IOException wrong) {
            LOG.error("The signing key {} cannot be used; the one before stays: {}", file, wrong.getMessage());
        }
        return known.key();
    }

    private static Read read(Path file) throws IOException {
        Mark mark = mark(file);
        Set<PosixFilePermission> others = EnumSet.noneOf(PosixFilePermission.class);
        others.addAll(Files.getPosixFilePermissions(file));
        others.removeAll(OWNER_ONLY);
        if (!others.isEmpty()) {
            throw new IOException("others may use the signing key " + file + "; chmod 600 it, or rotate it");
        }
        try {
            return new Read(mark, SigningKey.parse(Files.readString(file)));
        } catch (IllegalArgumentException wrong) {
            throw new IOException("the signing key " + file + " cannot be used: " + wrong.getMessage(), wrong);
        }
    }

    private static Mark mark(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Mark(attributes.lastModifiedTime(), Optional.ofNullable(attributes.fileKey()));
    }
}
