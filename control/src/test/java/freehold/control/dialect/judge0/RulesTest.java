package freehold.control.dialect.judge0;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.admission.Ids;
import freehold.execution.ExecutionId;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The small rules of the peer: tokens, words, base64, and when two outputs are the same. */
final class RulesTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void a_token_is_a_uuid_of_version_4_and_leads_back() {
        Ids ids = new Ids(InstantSource.system(), new SecureRandom());

        for (int i = 0; i < 1_000; i++) {
            ExecutionId id = ids.execution();
            String token = Token.of(id);
            assertThat(UUID.fromString(token).version()).isEqualTo(4);
            assertThat(Token.parse(token)).hasValue(id);
        }
        assertThat(Token.parse("01a21194-6f82-71db-be24-889f5ff7081d")).isEmpty();
        assertThat(Token.parse("01A21194-6f82-41db-be24-889f5ff7081d")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '=',
            quoteCharacter = '~',
            value = {
                "a b  c=[a, b, c]",
                "'a b' c=[a b, c]",
                "\"a 'b' \\\" \\n\"=[a 'b' \" \\n]",
                "a\\ b=[a b]",
                "''=[]",
                "-O2 $(id) `id` ; rm | x > y & z < w=[-O2, (id), id, rm, x, y, z, w]",
                "'unended word=[unended word]",
                "\\=[\\]",
            })
    void a_line_is_read_as_a_shell_would_read_it_but_nothing_is_expanded(String line, String words) {
        assertThat(Words.split(line).stream().filter(word -> !word.isEmpty()).toList())
                .hasToString(words);
    }

    @Test
    void an_empty_word_in_quotes_is_a_word() {
        assertThat(Words.split("'' \"\" x")).containsExactly("", "", "x");
    }

    @Test
    void base64_has_lines_of_60_and_is_read_leniently() {
        String encoded = Base64Text.encode(bytes("x".repeat(46)));

        assertThat(encoded).isEqualTo("eHh4".repeat(15) + "\neA==\n");
        assertThat(Base64Text.decode(encoded)).isEqualTo(bytes("x".repeat(46)));
        assertThat(Base64Text.decode("aGVs*bG8\r\n")).isEqualTo(bytes("hello"));
        assertThat(Base64Text.decode("aGVsbG8=junk")).isEqualTo(bytes("hello"));
        assertThat(Base64Text.encode(new byte[0])).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'a\n', a, true",
        "'a \n\tb\n\n', 'a\n\tb', true",
        "'a\r\nb', 'a\nb', true",
        "' a', a, false",
        "'a\n\nb', 'a\nb', false",
        "'', '\n \n', true",
        "A, a, false",
    })
    void white_space_at_the_end_of_a_line_makes_no_difference(String expected, String actual, boolean same) {
        assertThat(StatusRule.isSame(bytes(expected), bytes(actual))).isEqualTo(same);
    }
}
