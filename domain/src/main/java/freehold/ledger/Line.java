package freehold.ledger;

import freehold.quantity.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One line of a chain, without what it says: that is named by its digest. The hash is the SHA-256 of six lines of text, each with a line
 * feed: {@code freehold-ledger-1}, the chain, the position, the kind, the hash before, the digest of the document. So whoever has the
 * lines can compute it with a shell.
 *
 * @param previous hash of the line before
 * @param document digest of what the line says
 */
public record Line(Chain chain, Position position, Kind kind, Digest previous, Digest document, Digest hash) {
    private static final String RULE = "freehold-ledger-1";

    /** The line that follows. */
    public static Line after(Head head, Chain chain, Kind kind, Digest document) {
        return new Line(
                chain, head.next(), kind, head.last(), document, hash(chain, head.next(), kind, head.last(), document));
    }

    /** Where the chain goes on behind it. */
    public Head head() {
        return new Head(position.next(), hash);
    }

    /** What is wrong with it as the next line of its chain; empty if nothing is. */
    public Optional<Breach> breach(Head expected) {
        if (!isNextOf(expected)) {
            return Optional.of(new Breach(
                    chain, position, "it follows where the line at " + expected.next() + " should: lines are missing"));
        }
        if (!namesTheLastOf(expected)) {
            return Optional.of(new Breach(chain, position, "it does not name the hash of the line before it"));
        }
        if (!hasItsHash()) {
            return Optional.of(new Breach(chain, position, "its hash is not that of what it says"));
        }
        return Optional.empty();
    }

    private boolean isNextOf(Head expected) {
        return position.equals(expected.next());
    }

    private boolean namesTheLastOf(Head expected) {
        return previous.equals(expected.last());
    }

    private boolean hasItsHash() {
        return hash.equals(hash(chain, position, kind, previous, document));
    }

    private static Digest hash(Chain chain, Position position, Kind kind, Digest previous, Digest document) {
        String text =
                String.join("\n", RULE, chain.name(), position.toString(), kind.label(), previous.hex(), document.hex())
                        + "\n";
        return Digest.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
