package freehold.control.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShapedTextTest {
    @Test
    void what_is_short_stays_whole() {
        String text = "x".repeat(10_000);

        assertThat(ShapedText.of(text)).isEqualTo(text);
    }

    @Test
    void what_is_long_keeps_its_head_and_tail_and_says_what_lies_between() {
        String text = "a".repeat(6_000) + "b".repeat(50_000) + "c".repeat(4_000);

        String shaped = ShapedText.of(text);

        assertThat(shaped).startsWith("a".repeat(6_000) + "\n").endsWith("\n" + "c".repeat(4_000));
        assertThat(shaped).contains("50000 of 60000 characters").doesNotContain("b");
    }

    @Test
    void a_character_of_two_units_is_not_cut_in_half() {
        String text = "x" + "😀".repeat(20_000);

        assertThat(ShapedText.of(text).codePoints()).doesNotContain(0xD83D, 0xDE00);
    }
}
