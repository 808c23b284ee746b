package freehold.runtime;

import freehold.cell.Limits;
import freehold.quantity.Bytes;
import java.time.Duration;

/** The limits of a step where neither its pack nor the request names one: the table of the HTTP contract. */
public final class DefaultLimits {
    public static final Limits RUN = new Limits(
            Duration.ofSeconds(5), Duration.ofSeconds(15), Bytes.mebi(256), 64, Bytes.mebi(1), Bytes.mebi(64), 256);

    public static final Limits BUILD = new Limits(
            Duration.ofSeconds(20), Duration.ofSeconds(30), Bytes.gibi(1), 128, Bytes.kibi(256), Bytes.mebi(256), 1024);

    private DefaultLimits() {}
}
