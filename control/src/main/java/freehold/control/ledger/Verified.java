package freehold.control.ledger;

import freehold.ledger.Chain;
import freehold.ledger.Head;
import freehold.ledger.Position;
import java.util.List;
import java.util.Optional;

/**
 * What was found of a part of one chain.
 *
 * @param lines how many were looked at
 * @param findings as sentences without their full stops; none where all is as it was written
 * @param reached where the lines of this part end
 * @param next where the chain goes on; nothing at its end
 */
public record Verified(Chain chain, long lines, List<String> findings, Head reached, Optional<Position> next) {
    public Verified {
        findings = List.copyOf(findings);
    }
}
