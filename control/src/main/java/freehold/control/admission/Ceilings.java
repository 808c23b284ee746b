package freehold.control.admission;

import freehold.cell.Limit;
import freehold.cell.Limits;
import freehold.quantity.Bytes;
import java.time.Duration;

/**
 * The most that any request may ask for.
 *
 * @param whose names their owner to whoever asks for more, such as {@code this server}
 */
public record Ceilings(Limits most, String whose) {
    /** The contract's own ceilings. */
    public static final Ceilings SERVER = new Ceilings(
            new Limits(
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(10),
                    Bytes.gibi(4),
                    512,
                    Bytes.mebi(16),
                    Bytes.gibi(1),
                    4096),
            "this server");

    long of(Limit limit) {
        return limit.of(most);
    }
}
