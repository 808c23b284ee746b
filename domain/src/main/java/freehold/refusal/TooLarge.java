package freehold.refusal;

import freehold.quantity.Bytes;
import java.util.Optional;

/**
 * More bytes than this server takes.
 *
 * @param sent how many came, where that was announced
 */
public record TooLarge(Part part, Bytes most, Optional<Bytes> sent) implements Refusal {
    /** What is too large. */
    public enum Part {
        REQUEST,
        POLICY,
        SECRET,
        CONTENT,
        HEAD
    }
}
