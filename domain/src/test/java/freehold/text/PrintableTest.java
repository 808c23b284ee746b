package freehold.text;

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
        assertThat(Printable.of("abcd", 0)).isEqualTo("…");
    }

    @Test
    void a_character_of_two_halves_is_never_cut_in_two() {
        assertThat(Printable.of("ab😀d", 3)).isEqualTo("ab…");
        assertThat(Printable.of("ab😀d", 4)).isEqualTo("ab😀…");
        assertThat(Printable.of("ab😀", 4)).isEqualTo("ab😀");
        assertThat(Printable.of("😀", 1)).isEqualTo("…");
    }

    @Test
    void the_form_is_of_what_would_stay_as_it_is_and_is_not_too_long() {
        assertThat("大 😀").matches(Printable.form(3));
        assertThat("大 😀 ").doesNotMatch(Printable.form(3));
        assertThat("").doesNotMatch(Printable.form(3));
        assertThat("a\u009b").doesNotMatch(Printable.form(3));
        assertThat("a\u202e").doesNotMatch(Printable.form(3));
    }
}
