package freehold.worker.redaction;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** The bytes of a stream that have come and are not yet passed on, by their places in the stream. Each is moved a few times at most. */
final class Window {
    private static final int LEAST = 64;

    private byte[] bytes = {};
    private int first;
    private int length;
    private long start; // the place of its first byte in the stream
    private long moved;

    long start() {
        return start;
    }

    long end() {
        return start + length;
    }

    int length() {
        return length;
    }

    /** How many bytes were copied within it, or to another array. */
    long moved() {
        return moved;
    }

    void add(byte[] more) {
        if (first + length + more.length > bytes.length) {
            makeRoom(more.length);
        }
        System.arraycopy(more, 0, bytes, first + length, more.length);
        length += more.length;
    }

    /** Half of the room is free afterwards, so that it is not made again for each byte. */
    private void makeRoom(int more) {
        int needed = Math.max(LEAST, 2 * (length + more));
        boolean isAnother = needed > bytes.length || needed < bytes.length / 4;
        byte[] target = isAnother ? new byte[needed] : bytes;
        System.arraycopy(bytes, first, target, 0, length);
        moved += length;
        int left = isAnother ? first : Math.max(first, length);
        Arrays.fill(bytes, left, first + length, (byte) 0); // what is let go of may be a value
        bytes = target;
        first = 0;
    }

    /** Writes what is before that place, and lets go of it. */
    void passOn(long until, ByteArrayOutputStream out) {
        int count = (int) (until - start);
        out.write(bytes, first, count);
        drop(until);
    }

    /** Lets go of what is before that place. */
    void drop(long until) {
        int count = (int) (until - start);
        Arrays.fill(bytes, first, first + count, (byte) 0); // it may be a value
        first += count;
        length -= count;
        start = until;
    }
}
