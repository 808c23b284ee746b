package freehold.control.vault;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Content of any length in segments, each sealed by AES-256-GCM under a key that seals nothing else. The nonce of a segment is its number
 * and whether it is the last: segments cannot be changed, left out, added, put in another order or cut off. One segment is in memory.
 */
public final class SealedStream extends InputStream {
    /** Of plain content, in a segment. */
    static final int SEGMENT = 64 << 10;

    private static final int TAG = 16;
    private static final int NONCE = 12;

    private final int mode;
    private final int piece;
    private final SecretKeySpec key;
    private final InputStream from;
    private byte[] next;
    private byte[] ready = new byte[0];
    private int given;
    private long number;
    private boolean ended;

    private SealedStream(int mode, int piece, byte[] key, InputStream from, long number) throws IOException {
        this.number = number;
        this.mode = mode;
        this.piece = piece;
        this.key = new SecretKeySpec(key, "AES");
        this.from = from;
        this.next = from.readNBytes(piece);
    }

    /** A key for one content, and for nothing else. */
    public static byte[] key() {
        return XaesGcm.key();
    }

    /** What the content becomes, read as it is needed. */
    public static SealedStream sealing(byte[] key, InputStream plain) throws IOException {
        return new SealedStream(Cipher.ENCRYPT_MODE, SEGMENT, key, plain, 0);
    }

    /** The content again. Reading throws an {@link IOException} where it is not what was sealed; what came before it was right. */
    public static SealedStream opening(byte[] key, InputStream sealed) throws IOException {
        return new SealedStream(Cipher.DECRYPT_MODE, SEGMENT + TAG, key, sealed, 0);
    }

    /**
     * The same from an offset on, of what is before which nothing is read or checked. There must be content at the offset.
     *
     * @param sealed from {@link #segmentAt} on
     */
    public static SealedStream openingAt(long offset, byte[] key, InputStream sealed) throws IOException {
        SealedStream opening = new SealedStream(Cipher.DECRYPT_MODE, SEGMENT + TAG, key, sealed, offset / SEGMENT);
        opening.skipNBytes(offset % SEGMENT);
        return opening;
    }

    /** Where, in what was sealed, the segment begins that has this offset of the content. */
    public static long segmentAt(long offset) {
        return offset / SEGMENT * (SEGMENT + TAG);
    }

    /** How long the content is of which so many bytes were made. */
    public static long plainBytes(long sealed) {
        return Math.max(0, sealed - TAG * Math.max(1, Math.ceilDiv(sealed, SEGMENT + TAG)));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int most) throws IOException {
        if (most == 0) {
            return 0;
        }
        while (given == ready.length) {
            if (ended) {
                return -1;
            }
            advance();
        }
        int count = Math.min(most, ready.length - given);
        System.arraycopy(ready, given, into, at, count);
        given += count;
        return count;
    }

    private void advance() throws IOException {
        byte[] now = next;
        next = now.length < piece ? new byte[0] : from.readNBytes(piece);
        ended = next.length == 0;
        ByteBuffer nonce = ByteBuffer.allocate(NONCE).putLong(number++).put((byte) (ended ? 1 : 0));
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(8 * TAG, nonce.array()));
            ready = cipher.doFinal(now);
            given = 0;
        } catch (AEADBadTagException changed) {
            ended = true;
            throw new IOException("stored content is not what was sealed: somebody changed or moved it");
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("this Java has no AES-256-GCM", absent);
        }
    }

    @Override
    public void close() throws IOException {
        from.close();
    }
}
