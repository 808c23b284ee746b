package freehold.control.ledger;

import freehold.wire.receipt.Envelope;
import freehold.wire.receipt.VerifyingKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A key that signs (Ed25519). Says nothing of its private half but to {@link #pem}. Signing is done by the first provider if that is not the
 * JDK's own, and else by Bouncy Castle, which takes a tenth of the JDK's time and four times that of native code; all give the same bytes (RFC
 * 8032). Making, reading and verifying are the JDK's.
 */
public final class SigningKey {
    private static final Logger LOG = LoggerFactory.getLogger(SigningKey.class);
    private static final String ALGORITHM = "Ed25519";
    private static final String JDK = "SunEC";
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    private final PrivateKey secret;
    private final byte[] seed;
    private final VerifyingKey open;
    private final String id;

    private SigningKey(PrivateKey secret, VerifyingKey open) {
        this.secret = secret;
        this.seed = ((EdECPrivateKey) secret)
                .getBytes()
                .orElseThrow(() -> new IllegalArgumentException("a key that cannot be taken out of its store"));
        this.open = open;
        this.id = open.id();
    }

    /** A new one, by the platform's source of chance. */
    public static SigningKey make() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            return new SigningKey(
                    pair.getPrivate(), VerifyingKey.of(pair.getPublic().getEncoded()));
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("this Java has no Ed25519", absent);
        }
    }

    /**
     * Reads what {@link #pem} wrote, and tries whether the two halves belong together.
     *
     * @throws IllegalArgumentException with a sentence that has nothing of the key, if the text is something else
     */
    static SigningKey parse(String pem) {
        int begin = pem.indexOf(BEGIN);
        int end = pem.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("it has no PEM block PRIVATE KEY");
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
            SigningKey key = new SigningKey(
                    KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(encoded)),
                    VerifyingKey.parse(pem));
            if (key.open.signed(key.sign("text/plain", "trial".getBytes(StandardCharsets.US_ASCII)))) {
                return key;
            }
        } catch (GeneralSecurityException | IllegalArgumentException wrong) {
            throw new IllegalArgumentException("its block PRIVATE KEY or PUBLIC KEY is no Ed25519 key");
        }
        throw new IllegalArgumentException("its two halves are not of one key");
    }

    /** Both halves: whoever reads this can sign as we do. */
    String pem() {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(secret.getEncoded());
        return BEGIN + "\n" + base64 + "\n" + END + "\n" + open.pem();
    }

    public VerifyingKey verifying() {
        return open;
    }

    public String id() {
        return id;
    }

    public Envelope sign(String payloadType, byte[] payload) {
        byte[] message = Envelope.signedBytes(payloadType, payload);
        return new Envelope(payloadType, payload, id, signature(message));
    }

    private byte[] signature(byte[] message) {
        try {
            Signature first = Signature.getInstance(ALGORITHM);
            if (!first.getProvider().getName().equals(JDK)) {
                first.initSign(secret);
                first.update(message);
                return first.sign();
            }
        } catch (GeneralSecurityException unable) {
            LOG.debug("Signing is left to Bouncy Castle", unable);
        }
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, open.point(), 0, message, 0, message.length, signature, 0);
        return signature;
    }

    @Override
    public String toString() {
        return "signing key " + id;
    }
}
