package freehold.execution;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "program, program, true",
        "program, programs, false",
        "*.png, plot.png, true",
        "*.png, out/plot.png, false",
        "*, .hidden, true",
        "out/*, out/plot.png, true",
        "out/*, out/deep/plot.png, false",
        "out/**, out/deep/plot.png, true",
        "**, anything/at/all, true",
        "**/*.class, Main.class, true",
        "**/*.class, a/b/Main$1.class, true",
        "a/**/b/*.o, a/x/b/y/b/z.o, true",
        "a/**/b/*.o, a/x/y/z.o, false",
        "?.txt, ä.txt, true",
        "?.txt, 😀.txt, true",
        "?.txt, ab.txt, false",
        "[a-c]1, b1, true",
        "[a-c]1, d1, false",
        "[!a-c]1, d1, true",
        "[!a-c]1, b1, false",
        "[]x]1, ]1, true",
        "[ab-]1, -1, true",
        "[open, [open, true",
        "a*b*c, axxbxxbxc, true",
        "a*b*c, axxbxx, false",
        "**/, a, false",
        "/a, a, false",
    })
    void matches_as_a_shell_would(String pattern, String path, boolean expected) {
        Glob glob = new Glob(pattern);

        boolean matched = glob.matches(new WorkPath(path));

        assertThat(matched).isEqualTo(expected);
    }

    @Property
    void a_name_without_symbols_matches_itself_alone(
            @ForAll @AlphaChars @StringLength(min = 1, max = 20) String one,
            @ForAll @AlphaChars @StringLength(min = 1, max = 20) String other) {
        Glob glob = new Glob(one);

        assertThat(glob.matches(new WorkPath(other))).isEqualTo(one.equals(other));
    }

    @Property
    void any_text_is_a_pattern(@ForAll String pattern) {
        Glob glob = new Glob(pattern);

        glob.matches(new WorkPath("some/path.txt"));

        assertThat(glob.matches(new WorkPath("some/path.txt"))).isEqualTo(glob.matches(new WorkPath("some/path.txt")));
    }

    @Test
    @Timeout(value = 2, unit = SECONDS)
    void does_not_explode_on_hostile_names() {
        Glob stars = new Glob("*a".repeat(100) + "b");
        Glob deep = new Glob("**/a/".repeat(15) + "b");

        boolean matched =
                stars.matches(new WorkPath("a".repeat(255))) || deep.matches(new WorkPath("a/".repeat(31) + "a"));

        assertThat(matched).isFalse();
    }
}
