package freehold.worker.bundle.image;

import freehold.quantity.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Computes the SHA-256 of what is written through it. */
final class HashingSink extends DigestOutputStream {
    HashingSink(OutputStream sink) {
        super(sink, sha256());
    }

    Digest digest() throws IOException {
        flush();
        return new Digest(HexFormat.of().formatHex(getMessageDigest().digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
