package freehold.control.ledger;

import freehold.control.record.Entry;
import freehold.ledger.Act;
import freehold.ledger.Chain;
import freehold.ledger.Head;
import freehold.ledger.Kind;
import freehold.ledger.Line;
import freehold.ledger.Material;
import freehold.ledger.Receipt;
import freehold.policy.PolicyIdentity;
import freehold.quantity.Digest;
import freehold.wire.receipt.ActWriter;
import freehold.wire.receipt.Envelope;
import freehold.wire.receipt.PlanText;
import freehold.wire.receipt.SignedLine;
import freehold.wire.receipt.StatementWriter;
import java.util.List;
import java.util.Optional;

/** Makes the next line of a chain and signs it. Has no state, and stores nothing. */
public final class Notary {
    private Notary() {}

    /** Attests the end of an execution. */
    public static SignedLine attest(Entry ended, Chain chain, Head head, SigningKey key) {
        byte[] statement = StatementWriter.bytes(receipt(ended), chain, head);
        return sealed(Kind.RECEIPT, chain, head, key.sign(StatementWriter.PAYLOAD_TYPE, statement));
    }

    /** Writes down what somebody did. */
    public static SignedLine minute(Act act, Chain chain, Head head, SigningKey key) {
        return sealed(Kind.ACT, chain, head, key.sign(ActWriter.PAYLOAD_TYPE, ActWriter.bytes(act, chain, head)));
    }

    private static SignedLine sealed(Kind kind, Chain chain, Head head, Envelope envelope) {
        return new SignedLine(Line.after(head, chain, kind, Digest.of(envelope.payload())), envelope);
    }

    private static Receipt receipt(Entry ended) {
        Optional<Entry.Course> course = ended.course();
        List<Material> inputs =
                course.map(Entry.Course::plan).map(PlanText::inputs).orElseGet(List::of);
        return new Receipt(
                ended.execution(),
                Digest.of(ended.request()),
                course.map(Entry.Course::plan).map(plan -> PlanText.digest(plan, inputs)),
                ended.execution().policy().map(PolicyIdentity::digest),
                course.flatMap(Entry.Course::worker),
                inputs);
    }
}
