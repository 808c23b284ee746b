package freehold.control.vault;

import freehold.quantity.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** A key that wraps keys of tenants. Says nothing of itself but its id, which is a digest of it. */
public final class MasterKey {
    private static final String PREFIX = "freehold-master-key:";
    private static final int ID_DIGITS = 16;

    private final byte[] key;
    private final String id;

    private MasterKey(byte[] key) {
        this.key = key;
        byte[] label = "freehold.master-key.id\0".getBytes(StandardCharsets.US_ASCII);
        byte[] named = Arrays.copyOf(label, label.length + key.length);
        System.arraycopy(key, 0, named, label.length, key.length);
        this.id = Digest.of(named).hex().substring(0, ID_DIGITS);
    }

    /** A new one, by the platform's source of chance. */
    public static MasterKey make() {
        return new MasterKey(XaesGcm.key());
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException with a sentence that has nothing of the key, if it is something else
     */
    static MasterKey parse(String text) {
        if (text.startsWith(PREFIX)) {
            try {
                byte[] key = Base64.getDecoder().decode(text.substring(PREFIX.length()));
                if (key.length == XaesGcm.KEY_BYTES) {
                    return new MasterKey(key);
                }
            } catch (IllegalArgumentException notBase64) {
                throw new IllegalArgumentException(demand()); // without its cause, which would quote the key
            }
        }
        throw new IllegalArgumentException(demand());
    }

    private static String demand() {
        return "a line must be " + PREFIX + " and 32 bytes in base64";
    }

    /** The key itself: whoever reads this can open all that it wraps. */
    String text() {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    /** Tells keys apart; nothing can be opened with it. */
    public String id() {
        return id;
    }

    byte[] wrap(byte[] beside, byte[] tenantKey) {
        return new XaesGcm(key).seal(new byte[0], beside, tenantKey);
    }

    Optional<byte[]> unwrap(byte[] beside, byte[] wrapped) {
        return new XaesGcm(key).open(wrapped, 0, beside);
    }

    @Override
    public String toString() {
        return "master key " + id;
    }
}
