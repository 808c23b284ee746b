package freehold.control.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.ledger.Act;
import freehold.ledger.Breach;
import freehold.ledger.Chain;
import freehold.ledger.Head;
import freehold.ledger.Kind;
import freehold.ledger.Line;
import freehold.ledger.Position;
import freehold.quantity.Digest;
import freehold.wire.receipt.Envelope;
import freehold.wire.receipt.KeySet;
import freehold.wire.receipt.SignedLine;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Lines of which one thing is wrong and all the rest is as it should be, so that what looks at that thing alone can find it. */
final class AuditTest {
    private static final SigningKey KEY = SigningKey.make();
    private static final Chain ANN = new Chain("ann");
    private static final SignedLine FIRST = line(ANN, Head.EMPTY, "first");

    private static SignedLine line(Chain chain, Head head, String object) {
        return line(chain, head, object, KEY);
    }

    private static SignedLine line(Chain chain, Head head, String object, SigningKey key) {
        Act act = new Act(
                Instant.EPOCH, "ann", "thing.changed", object, Optional.empty(), Optional.empty(), Optional.empty());
        return Notary.minute(act, chain, head, key);
    }

    private static Head after(SignedLine line) {
        return line.line().head();
    }

    private static List<Breach> breaches(SignedLine... lines) {
        Audit audit = new Audit(Optional.of(KeySet.of(List.of(KEY.verifying()))));
        List.of(lines).forEach(audit::take);
        return audit.breaches();
    }

    private static void isFound(String what, SignedLine... lines) {
        assertThat(breaches(lines))
                .singleElement()
                .satisfies(breach -> assertThat(breach.what()).contains(what));
    }

    @Test
    void lines_that_follow_one_another_have_no_breach() {
        SignedLine second = line(ANN, after(FIRST), "second");

        assertThat(breaches(FIRST, second, line(ANN, after(second), "third"))).isEmpty();
    }

    @Test
    void a_place_that_is_left_out_is_found_though_the_hash_before_is_named() {
        Head later = new Head(new Position(2), after(FIRST).last());

        isFound("lines are missing", FIRST, line(ANN, later, "later"));
    }

    /** As of a server that was set back to an older copy and wrote on: both ends are signed by its key. */
    @Test
    void an_end_from_where_the_chain_went_another_way_is_found() {
        SignedLine one = line(ANN, after(FIRST), "one way");
        SignedLine other = line(ANN, after(FIRST), "another way");

        isFound("the hash of the line before", FIRST, one, line(ANN, after(other), "end"));
    }

    @Test
    void a_hash_that_is_not_that_of_its_line_is_found_though_the_next_line_names_it() {
        SignedLine good = line(ANN, after(FIRST), "second");
        Digest wrong = new Digest("1".repeat(64));
        SignedLine bad =
                SignedLine.of(ANN, good.line().position(), Kind.ACT, good.line().previous(), wrong, good.envelope());

        isFound("its hash is not", FIRST, bad, line(ANN, after(bad), "third"));
    }

    @Test
    void a_document_that_was_signed_for_another_chain_or_place_is_found() {
        Head head = after(FIRST);
        for (SignedLine elsewhere : List.of(
                line(new Chain("bob"), head, "bob's"),
                line(ANN, new Head(new Position(2), head.last()), "later"),
                line(ANN, new Head(head.next(), new Digest("1".repeat(64))), "another way"))) {
            Envelope envelope = elsewhere.envelope();
            Line here = Line.after(head, ANN, Kind.ACT, Digest.of(envelope.payload()));

            isFound("signed for another place", FIRST, new SignedLine(here, envelope));
        }
    }

    @Test
    void a_document_that_another_key_signed_is_found_whatever_key_it_names() {
        Head head = after(FIRST);
        SignedLine strange = line(ANN, head, "second", SigningKey.make());
        Envelope signed = strange.envelope();
        Envelope renamed = new Envelope(signed.payloadType(), signed.payload(), KEY.id(), signed.signature());

        isFound("a key that is not among those", FIRST, strange);
        isFound("its signature is not", FIRST, new SignedLine(strange.line(), renamed));
    }
}
