package freehold.worker.bundle.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A stream that computes the SHA-256 of what is read from it. */
public final class Hashing extends DigestInputStream {
    public Hashing(InputStream source) {
        super(source, algorithm("SHA-256"));
    }

    /** Reads what is skipped, for the JDK's stream would leave it out of the hash. */
    @Override
    public long skip(long count) throws IOException {
        byte[] skipped = new byte[(int) Math.min(count, 1 << 13)];
        int got = read(skipped, 0, skipped.length);
        return Math.max(got, 0);
    }

    /** Hexadecimal hash of all that was read. The stream cannot be used after. */
    public String hex() {
        return HexFormat.of().formatHex(getMessageDigest().digest());
    }

    public static String hex(Path file) throws IOException {
        try (Hashing hashing = new Hashing(Files.newInputStream(file))) {
            hashing.transferTo(OutputStream.nullOutputStream());
            return hashing.hex();
        }
    }

    static byte[] sha512(Path file) throws IOException {
        try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), algorithm("SHA-512"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return in.getMessageDigest().digest();
        }
    }

    private static MessageDigest algorithm(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + name, e);
        }
    }
}
