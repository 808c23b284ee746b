package freehold.wire.receipt;

import freehold.quantity.Digest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/** The public half of a key that signs (Ed25519, RFC 8032). Its id is the SHA-256 of its encoding (SubjectPublicKeyInfo). */
public final class VerifyingKey {
    private static final String ALGORITHM = "Ed25519";
    private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String END = "-----END PUBLIC KEY-----";

    private static final int POINT_BYTES = 32;

    private final PublicKey key;
    private final byte[] encoded;

    private VerifyingKey(PublicKey key) {
        this.key = key;
        this.encoded = key.getEncoded();
    }

    /**
     * Of its encoding.
     *
     * @throws IllegalArgumentException if the bytes are no such key
     */
    public static VerifyingKey of(byte[] encoded) {
        try {
            return new VerifyingKey(
                    KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded.clone())));
        } catch (GeneralSecurityException wrong) {
            throw new IllegalArgumentException("it is not an Ed25519 public key", wrong);
        }
    }

    /**
     * Reads the PEM form.
     *
     * @throws IllegalArgumentException with a sentence, if the text has none
     */
    public static VerifyingKey parse(String pem) {
        int begin = pem.indexOf(BEGIN);
        int end = pem.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("it has no PEM block PUBLIC KEY");
        }
        String base64 = pem.substring(begin + BEGIN.length(), end).replaceAll("\\s", "");
        return of(Base64.getDecoder().decode(base64));
    }

    public String id() {
        return Digest.of(encoded).hex();
    }

    public byte[] encoded() {
        return encoded.clone();
    }

    /** The key itself, as RFC 8032 writes it: the last 32 bytes of its encoding (RFC 8410). */
    public byte[] point() {
        return Arrays.copyOfRange(encoded, encoded.length - POINT_BYTES, encoded.length);
    }

    public String pem() {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(encoded);
        return BEGIN + "\n" + base64 + "\n" + END + "\n";
    }

    /** Whether this key signed that. */
    public boolean signed(Envelope envelope) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(envelope.signedBytes());
            return signature.verify(envelope.signature());
        } catch (SignatureException malformed) {
            return false;
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("this Java has no Ed25519", absent);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifyingKey that && key.equals(that.key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    @Override
    public String toString() {
        return "key " + id();
    }
}
