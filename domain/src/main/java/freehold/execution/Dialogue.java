package freehold.execution;

import freehold.cell.TerminalSize;
import java.util.Optional;

/**
 * How a program can be talked to while it runs.
 *
 * @param terminal how large the terminal is that it has in place of pipes, if it has one; then both streams are one
 */
public record Dialogue(Input input, Optional<TerminalSize> terminal) {
    /** What becomes of standard input after what the request brought. */
    public enum Input {
        /** It is at its end. */
        ENDS,
        /** It stays open for whoever attaches. */
        STAYS_OPEN
    }

    /** Pipes, and all input beforehand. */
    public static final Dialogue NONE = new Dialogue(Input.ENDS, Optional.empty());

    public boolean isOpen() {
        return input == Input.STAYS_OPEN;
    }

    /** Whether anything at all can be said: input, a signal or a size. */
    public boolean isOne() {
        return isOpen() || terminal.isPresent();
    }
}
