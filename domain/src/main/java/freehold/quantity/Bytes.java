package freehold.quantity;

import java.util.Locale;

/** A size in bytes, from 0 to {@link Long#MAX_VALUE}. */
public record Bytes(long count) implements Comparable<Bytes> {
    public static final Bytes NONE = new Bytes(0);

    public Bytes {
        if (count < 0) {
            throw new IllegalArgumentException("a size is not negative: " + count);
        }
    }

    public static Bytes kibi(long count) {
        return new Bytes(Math.multiplyExact(count, 1L << 10));
    }

    public static Bytes mebi(long count) {
        return new Bytes(Math.multiplyExact(count, 1L << 20));
    }

    public static Bytes gibi(long count) {
        return new Bytes(Math.multiplyExact(count, 1L << 30));
    }

    /** What a file of this size takes in a tmpfs: whole pages of 4 KiB. */
    public Bytes inPages() {
        return new Bytes(Math.multiplyExact(Math.ceilDiv(count, 4096L), 4096L));
    }

    public Bytes plus(Bytes other) {
        return new Bytes(Math.addExact(count, other.count));
    }

    @Override
    public int compareTo(Bytes other) {
        return Long.compare(count, other.count);
    }

    /** For people: {@code 8.9 MiB}, {@code 512 B}. Powers of 1,024, one decimal where it says something. */
    @Override
    public String toString() {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
        double value = count;
        int unit = 0;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 || value == Math.rint(value)
                ? "%d %s".formatted((long) value, units[unit])
                : String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
    }
}
