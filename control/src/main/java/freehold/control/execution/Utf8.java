package freehold.control.execution;

/** Where UTF-8 can be cut (RFC 3629). */
final class Utf8 {
    private static final int SEQUENCE_BYTES_MAX = 4;

    private Utf8() {}

    /** How many of the bytes are left when a sequence that has begun but not ended at the cut is kept back; not what is invalid anyway. */
    static int wholeCharacters(byte[] bytes, int from, int count) {
        for (int back = 1; back <= Math.min(SEQUENCE_BYTES_MAX - 1, count); back++) {
            int lead = bytes[from + count - back] & 0xff;
            if (lead >= 0xc0) {
                return length(lead) > back ? count - back : count;
            }
            if (lead < 0x80) {
                return count;
            }
        }
        return count;
    }

    private static int length(int lead) {
        if (lead >= 0xf8) {
            return 1;
        }
        return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    }
}
