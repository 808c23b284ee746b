package freehold.wire.receipt;

import freehold.ledger.Act;
import freehold.ledger.Chain;
import freehold.ledger.Head;

/** Writes an act as it is signed. */
public final class ActWriter {
    public static final String PAYLOAD_TYPE = "application/vnd.freehold.act+json";

    private ActWriter() {}

    /** The document for the next line of a chain. */
    public static byte[] bytes(Act act, Chain chain, Head head) {
        return new CanonicalObject()
                .text("at", StatementWriter.time(act.at()))
                .text("actor", act.actor())
                .text("action", act.action())
                .text("object", act.object())
                .with(act.from(), (json, from) -> json.text("from", from))
                .with(act.before(), (json, before) -> json.digest("before", before))
                .with(act.after(), (json, after) -> json.digest("after", after))
                .object("chain", StatementWriter.chain(chain, head))
                .bytes();
    }
}
