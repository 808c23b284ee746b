package freehold.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.quantity.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LineTest {
    private static final Chain ANN = new Chain("ann");

    private static List<Line> chain(int length) {
        List<Line> lines = new ArrayList<>();
        Head head = Head.EMPTY;
        for (int i = 0; i < length; i++) {
            Digest document = Digest.of(("document " + i).getBytes(StandardCharsets.UTF_8));
            Line line = Line.after(head, ANN, Kind.RECEIPT, document);
            lines.add(line);
            head = line.head();
        }
        return lines;
    }

    private static Optional<Breach> first(List<Line> lines) {
        Head head = Head.EMPTY;
        for (Line line : lines) {
            Optional<Breach> breach = line.breach(head);
            if (breach.isPresent()) {
                return breach;
            }
            head = line.head();
        }
        return Optional.empty();
    }

    private static Digest flipped(Digest digest, int bit) {
        char[] digits = digest.hex().toCharArray();
        int place = bit / 4;
        digits[place] = Character.forDigit(Character.digit(digits[place], 16) ^ (1 << (bit % 4)), 16);
        return new Digest(new String(digits));
    }

    @Test
    void an_unchanged_chain_has_no_breach() {
        assertThat(first(chain(5))).isEmpty();
    }

    /** The text that is hashed is part of the contract: this one was computed by {@code printf … | sha256sum}. */
    @Test
    void the_hash_is_that_of_six_lines_of_text() {
        Line line = Line.after(Head.EMPTY, ANN, Kind.ACT, new Digest("1".repeat(64)));

        assertThat(line.hash().hex()).isEqualTo("f03fbb75167c171d4c3f4d5e3685c7563eeed6788ff2dde7e28ac91ec1080883");
    }

    @Test
    void one_changed_bit_of_any_digest_is_found_at_its_line() {
        List<Line> lines = chain(3);
        Line middle = lines.get(1);
        for (int bit = 0; bit < 256; bit++) {
            List<Line> changed = List.of(
                    new Line(
                            ANN,
                            middle.position(),
                            Kind.RECEIPT,
                            flipped(middle.previous(), bit),
                            middle.document(),
                            middle.hash()),
                    new Line(
                            ANN,
                            middle.position(),
                            Kind.RECEIPT,
                            middle.previous(),
                            flipped(middle.document(), bit),
                            middle.hash()),
                    new Line(
                            ANN,
                            middle.position(),
                            Kind.RECEIPT,
                            middle.previous(),
                            middle.document(),
                            flipped(middle.hash(), bit)));

            assertThat(changed)
                    .allSatisfy(line -> assertThat(first(List.of(lines.get(0), line, lines.get(2)))
                                    .map(Breach::position))
                            .contains(middle.position()));
        }
    }

    @Test
    void a_line_that_is_left_out_added_or_moved_is_found() {
        List<Line> lines = chain(4);

        assertThat(first(List.of(lines.get(0), lines.get(2), lines.get(3))))
                .map(Breach::position)
                .contains(new Position(2));
        assertThat(first(List.of(lines.get(1), lines.get(2), lines.get(3))))
                .map(Breach::position)
                .contains(new Position(1));
        assertThat(first(List.of(lines.get(0), lines.get(2), lines.get(1), lines.get(3))))
                .isPresent();
        assertThat(first(List.of(lines.get(0), lines.get(0)))).isPresent();
    }

    @Test
    void a_line_of_another_chain_or_kind_has_another_hash() {
        Line line = chain(1).getFirst();

        assertThat(new Line(
                                new Chain("bob"),
                                line.position(),
                                line.kind(),
                                line.previous(),
                                line.document(),
                                line.hash())
                        .breach(Head.EMPTY))
                .isPresent();
        assertThat(new Line(ANN, line.position(), Kind.ACT, line.previous(), line.document(), line.hash())
                        .breach(Head.EMPTY))
                .isPresent();
    }
}
