package freehold.wire.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StringLiteralTest {
    /** A piece of a literal, and what it means. */
    record Piece(String written, String meant) {}

    @Provide
    Arbitrary<Piece> pieces() {
        Arbitrary<Piece> plain = Arbitraries.strings()
                .withCharRange(' ', '~')
                .ofMaxLength(40)
                .filter(text -> text.indexOf('"') < 0 && text.indexOf('\\') < 0)
                .map(text -> new Piece(text, text));
        Arbitrary<Piece> escaped = Arbitraries.of(
                new Piece("\\n", "\n"),
                new Piece("\\t", "\t"),
                new Piece("\\r", "\r"),
                new Piece("\\b", "\b"),
                new Piece("\\f", "\f"),
                new Piece("\\/", "/"),
                new Piece("\\\"", "\""),
                new Piece("\\\\", "\\"));
        Arbitrary<Piece> either = Arbitraries.oneOf(plain, escaped);
        return Combinators.combine(either, either, plain)
                .as((one, two, three) -> new Piece(
                        one.written() + two.written() + three.written(), one.meant() + two.meant() + three.meant()))
                .list()
                .ofMaxSize(30)
                .map(all -> new Piece(
                        all.stream().map(Piece::written).reduce("", String::concat),
                        all.stream().map(Piece::meant).reduce("", String::concat)));
    }

    @Property
    void a_literal_means_what_its_pieces_mean_wherever_it_stands(
            @ForAll("pieces") Piece piece, @ForAll("pieces") Piece after) {
        String before = "{\"stdin\":";
        byte[] json = (before + '"' + piece.written() + "\"," + '"' + after.written() + "\"}")
                .getBytes(StandardCharsets.US_ASCII);

        assertThat(StringLiteral.content(json, before.length()))
                .hasValueSatisfying(content -> assertThat(new String(content, StandardCharsets.US_ASCII))
                        .isEqualTo(piece.meant()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "\"",
                "\"never ends",
                "\"ends in a backslash\\",
                "\"\\u0041\"",
                "\"\\x\"",
                "\"12345678\\"
            })
    void what_is_not_simple_is_left_to_the_parser(String json) {
        assertThat(StringLiteral.content(json.getBytes(StandardCharsets.US_ASCII), 0))
                .isEmpty();
    }

    @Test
    void a_place_outside_is_none() {
        byte[] json = "\"a\"".getBytes(StandardCharsets.US_ASCII);

        assertThat(Stream.of(-1L, 3L, Long.MAX_VALUE).map(at -> StringLiteral.content(json, at)))
                .allMatch(Optional::isEmpty);
    }
}
