package freehold.ledger;

/**
 * A line that cannot be trusted, and with it what follows in its chain.
 *
 * @param what is wrong, as the end of a sentence about the line
 */
public record Breach(Chain chain, Position position, String what) {
    /** One sentence, without its full stop. */
    public String sentence() {
        return "line " + position + " of " + chain + ": " + what;
    }
}
