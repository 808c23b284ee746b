package freehold.control.vault;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.Security;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * XAES-256-GCM (C2SP): AES-256-GCM under a key of its own for each message, derived from the first half of a random nonce of 192 bits. With
 * the 96 bits of plain AES-GCM a key could seal 2^32 messages at most, which a busy tenant does within months. All AES is the JDK's. One
 * for each key, so that what depends on the key alone is reckoned once; safe for any number of threads.
 */
final class XaesGcm {
    static final int KEY_BYTES = 32;
    static final int NONCE_BYTES = 24;
    static final int TAG_BYTES = 16;
    static final int OVERHEAD = NONCE_BYTES + TAG_BYTES;

    private static final int BLOCK = 16;
    private static final int HALF = NONCE_BYTES / 2;
    private static final SecureRandom CHANCE = new SecureRandom();

    /** Looking one up takes longer than sealing a short message. It is begun anew, with another key, for each. */
    private static final AtomicReference<@Nullable Spare> SPARE = new AtomicReference<>();

    private final Cipher block; // guarded by itself
    private final byte[] whole;

    /** @param chosen the provider that was the first choice when it was looked up: where another one has come since, that one is faster */
    record Spare(Cipher cipher, String chosen) {
        static Spare take() throws GeneralSecurityException {
            String now = Security.getProviders()[0].getName();
            Spare spare = SPARE.getAndSet(null);
            return spare != null && spare.chosen.equals(now)
                    ? spare
                    : new Spare(Cipher.getInstance("AES/GCM/NoPadding"), now);
        }
    }

    XaesGcm(byte[] key) {
        try {
            block = Cipher.getInstance("AES/ECB/NoPadding");
            block.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
            whole = doubled(block.doFinal(new byte[BLOCK]));
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("this Java has no AES-256", absent);
        }
    }

    /** A new key. */
    static byte[] key() {
        byte[] key = new byte[KEY_BYTES];
        CHANCE.nextBytes(key);
        return key;
    }

    /**
     * Seals a message under a fresh nonce, and writes nonce, ciphertext and tag behind a head.
     *
     * @param head goes before it as it is, and is not covered unless it is part of {@code beside}
     * @param beside what the message belongs to; the same is needed to open it
     */
    byte[] seal(byte[] head, byte[] beside, byte[] plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        CHANCE.nextBytes(nonce);
        byte[] sealed = Arrays.copyOf(head, head.length + OVERHEAD + plain.length);
        System.arraycopy(nonce, 0, sealed, head.length, NONCE_BYTES);
        try {
            Spare spare = begun(Cipher.ENCRYPT_MODE, nonce, beside);
            spare.cipher.doFinal(plain, 0, plain.length, sealed, head.length + NONCE_BYTES);
            SPARE.set(spare);
            return sealed;
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("this Java has no AES-256-GCM", absent);
        }
    }

    /**
     * Opens what {@link #seal} made.
     *
     * @param from where in it the nonce begins
     * @return empty if it was changed, or key or beside are others
     */
    Optional<byte[]> open(byte[] sealed, int from, byte[] beside) {
        if (sealed.length - from < OVERHEAD) {
            return Optional.empty();
        }
        byte[] nonce = Arrays.copyOfRange(sealed, from, from + NONCE_BYTES);
        int begin = from + NONCE_BYTES;
        try {
            Spare spare = begun(Cipher.DECRYPT_MODE, nonce, beside);
            byte[] plain = spare.cipher.doFinal(sealed, begin, sealed.length - begin);
            SPARE.set(spare);
            return Optional.of(plain);
        } catch (AEADBadTagException changed) {
            return Optional.empty();
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("this Java has no AES-256-GCM", absent);
        }
    }

    /** With a nonce of the caller's, to be compared with the published vectors. */
    byte[] sealed(byte[] nonce, byte[] beside, byte[] plain) throws GeneralSecurityException {
        return begun(Cipher.ENCRYPT_MODE, nonce, beside).cipher.doFinal(plain);
    }

    private Spare begun(int mode, byte[] nonce, byte[] beside) throws GeneralSecurityException {
        Spare spare = Spare.take();
        GCMParameterSpec rest = new GCMParameterSpec(8 * TAG_BYTES, nonce, HALF, NONCE_BYTES - HALF);
        spare.cipher.init(mode, derived(nonce), rest, CHANCE);
        spare.cipher.updateAAD(beside);
        return spare;
    }

    /** A KDF in counter mode over CMAC (NIST SP 800-108), of two messages of one block each. */
    private SecretKey derived(byte[] nonce) throws GeneralSecurityException {
        byte[] both = new byte[2 * BLOCK];
        for (int i = 0; i < 2; i++) {
            int at = i * BLOCK;
            both[at + 1] = (byte) (i + 1);
            both[at + 2] = 'X';
            System.arraycopy(nonce, 0, both, at + BLOCK - HALF, HALF);
            for (int each = 0; each < BLOCK; each++) {
                both[at + each] ^= whole[each];
            }
        }
        synchronized (block) {
            return new SecretKeySpec(block.doFinal(both), "AES");
        }
    }

    /** Times x in GF(2^128), as CMAC makes its first subkey. */
    private static byte[] doubled(byte[] block) {
        byte[] result = new byte[BLOCK];
        int carry = 0;
        for (int i = BLOCK - 1; i >= 0; i--) {
            int each = (block[i] & 0xff) << 1 | carry;
            result[i] = (byte) each;
            carry = each >>> 8;
        }
        result[BLOCK - 1] ^= (byte) (carry * 0x87);
        return result;
    }
}
