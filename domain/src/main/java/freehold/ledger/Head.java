package freehold.ledger;

import freehold.quantity.Digest;

/**
 * Where a chain goes on.
 *
 * @param next the place of the next line
 * @param last the hash of the line before it; 64 zeros where there is none
 */
public record Head(Position next, Digest last) {
    public static final Head EMPTY = new Head(Position.FIRST, new Digest("0".repeat(64)));
}
