package freehold.control.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The server's certificate and key, in PEM (RFC 7468).
 *
 * @param certificate its own first, then those that vouch for it
 * @param key unencrypted, as {@code PRIVATE KEY} (PKCS #8)
 */
public record TlsFiles(Path certificate, Path key) {
    private static final Pattern KEY = Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");
    private static final char[] NO_PASSWORD = {};

    /** When each was changed. */
    record Version(FileTime certificate, FileTime key) {}

    Version version() throws IOException {
        return new Version(Files.getLastModifiedTime(certificate), Files.getLastModifiedTime(key));
    }

    /**
     * What they hold, in memory.
     *
     * @throws IOException with a sentence for people, if it cannot be used
     */
    KeyStore read() throws IOException {
        try {
            Certificate[] chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(certificate)))
                    .toArray(Certificate[]::new);
            if (chain.length == 0) {
                throw new IOException(certificate + " has no certificate");
            }
            PrivateKey secret = secret();
            if (!isPair(secret, chain[0].getPublicKey())) {
                throw new IOException(key + " is not the key of the first certificate in " + certificate);
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            store.setKeyEntry("server", secret, NO_PASSWORD, chain);
            return store;
        } catch (GeneralSecurityException unusable) {
            throw new IOException(certificate + " and " + key + " cannot be used: " + unusable.getMessage(), unusable);
        }
    }

    /** A store takes any key beside any certificate; that they are no pair would be said to clients, in their handshakes. */
    private static boolean isPair(PrivateKey secret, PublicKey open) throws GeneralSecurityException {
        String algorithm = open.getAlgorithm();
        if (!secret.getAlgorithm().equals(algorithm)) {
            return false;
        }
        byte[] text = {1};
        Signature signature = Signature.getInstance(
                switch (algorithm) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> algorithm;
                });
        signature.initSign(secret);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(open);
        signature.update(text);
        try {
            return signature.verify(signed);
        } catch (SignatureException ofAnotherLength) {
            return false;
        }
    }

    private PrivateKey secret() throws IOException, GeneralSecurityException {
        Matcher text = KEY.matcher(Files.readString(key));
        if (!text.find()) {
            throw new IOException(key + " has no PRIVATE KEY in PKCS #8; openssl pkcs8 -topk8 -nocrypt makes one");
        }
        PKCS8EncodedKeySpec encoded;
        try {
            encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(text.group(1)));
        } catch (IllegalArgumentException garbled) {
            throw new IOException(key + " is garbled", garbled);
        }
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (InvalidKeySpecException _) {
                // of another kind
            }
        }
        throw new IOException(key + " is a key of none of the kinds " + ALGORITHMS);
    }
}
