package freehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PrintableTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"\n", "\r", "\t", "\u001b", "\u007f", "\u0085", "\u009b", "\u200b", "\u202e", "\u2028", "\u2029"
            })
    void what_could_move_a_terminal_or_begin_a_line_is_a_question_mark(String each) {
        assertThat(Printable.of("a" + each + "[2J")).isEqualTo("a?[2J");
    }

    @Test
    void words_of_any_language_stay_as_they_are() {
        assertThat(Printable.of("Größe 大 😀 é")).isEqualTo("Größe 大 😀 é");
    }

    @Test
    void what_is_longer_than_the_most_ends_with_an_ellipsis() {
        assertThat(Printable.of("abc", 3)).isEqualTo("abc");
        assertThat(Printable.of("abcd", 3)).isEqualTo("abc…");
    }
}
