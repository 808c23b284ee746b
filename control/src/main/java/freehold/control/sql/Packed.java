package freehold.control.sql;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Documents as they are stored: compressed (RFC 1950), for they are kept for ever, and two of their plain form do not fit on one page. It is
 * the plain form that is signed.
 */
final class Packed {
    private static final int DOCUMENT_BYTES_MAX = 16 << 20;
    private static final int STEP = 8 << 10;

    /** Making one, of a quarter of a megabyte, takes nearly as long as packing a receipt; there is one thread that packs. */
    private static final AtomicReference<@Nullable Deflater> SPARE = new AtomicReference<>();

    private Packed() {}

    static byte[] pack(byte[] document) {
        Deflater kept = SPARE.getAndSet(null);
        Deflater deflater = kept == null ? new Deflater() : kept;
        try {
            deflater.setInput(document);
            deflater.finish();
            ByteArrayOutputStream packed = new ByteArrayOutputStream(document.length / 2 + 64);
            byte[] step = new byte[STEP];
            while (!deflater.finished()) {
                packed.write(step, 0, deflater.deflate(step));
            }
            return packed.toByteArray();
        } finally {
            deflater.reset();
            if (!SPARE.compareAndSet(null, deflater)) {
                deflater.end();
            }
        }
    }

    /** @throws IllegalArgumentException if it is not what {@link #pack} made */
    static byte[] unpack(byte[] packed) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed);
            ByteArrayOutputStream document = new ByteArrayOutputStream(packed.length * 3);
            byte[] step = new byte[STEP];
            while (!inflater.finished()) {
                int count = inflater.inflate(step);
                if (count == 0 || document.size() > DOCUMENT_BYTES_MAX) {
                    throw new IllegalArgumentException("its document ends too early, or never");
                }
                document.write(step, 0, count);
            }
            if (inflater.getRemaining() > 0) {
                throw new IllegalArgumentException("something follows its document");
            }
            return document.toByteArray();
        } catch (DataFormatException changed) {
            throw new IllegalArgumentException("its document cannot be unpacked", changed);
        } finally {
            inflater.end();
        }
    }
}
