package freehold.control.retention;

import freehold.quantity.Bytes;
import java.time.Duration;

/**
 * How long what has ended is kept, and how much of it.
 *
 * @param age of an execution since its end, at least a minute
 * @param size of the record and all content together; when there is more, the tenant that uses most gives first
 */
public record Retention(Duration age, Bytes size) {
    /** A hundred years: as long as anybody will look. */
    public static final Duration AGE_MAX = Duration.ofDays(36_525);

    public static final Duration AGE_LEAST = Duration.ofMinutes(1);
    public static final Bytes SIZE_LEAST = Bytes.mebi(64);

    public static final Retention DEFAULT = new Retention(Duration.ofDays(30), Bytes.gibi(10));

    /** Of what a tenant sends, and no execution refers to yet. */
    private static final int UPLOADS_SHARE = 4;

    /** How much one tenant's uploads may take that no execution refers to. */
    public Bytes uploadsOfTenant() {
        return new Bytes(size.count() / UPLOADS_SHARE);
    }

    public Retention {
        if (age.compareTo(AGE_LEAST) < 0 || age.compareTo(AGE_MAX) > 0) {
            throw new IllegalArgumentException("from a minute to a hundred years: " + age);
        }
        if (size.compareTo(SIZE_LEAST) < 0) {
            throw new IllegalArgumentException("at least " + SIZE_LEAST + ": " + size);
        }
    }
}
