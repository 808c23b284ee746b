package freehold.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NearestTest {
    private static final List<String> KNOWN =
            List.of("python", "c", "cpp", "c++", "javascript", "nodejs", "java", "r", "go", "ruby", "rust");

    @ParameterizedTest
    @CsvSource({
        "pyton,python",
        "pyhton,python",
        "Python,python",
        "python3.11,python",
        "C++,c++",
        "c++17,c++",
        "node20,nodejs",
        "nodejss,nodejs",
        "javscript,javascript",
        "jaav,java",
        "rby,ruby",
        "C,c"
    })
    void a_slip_is_near_what_was_meant(String asked, String meant) {
        assertThat(Nearest.of(asked, KNOWN)).containsExactly(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "x", "zig", "haskell", "17", "c@", "pppppppppppppppppppppppppppppppppppppppppppppython"
            })
    void what_is_near_to_nothing_is_not_guessed(String asked) {
        assertThat(Nearest.of(asked, KNOWN)).isEmpty();
    }

    @Test
    void of_many_that_are_as_near_a_few_are_named() {
        assertThat(Nearest.of("bat", List.of("cat", "rat", "cat", "mat", "hat")))
                .containsExactly("cat", "rat", "mat");
        assertThat(Nearest.question(List.of("cat", "rat"))).isEqualTo("did you mean cat or rat?");
        assertThat(Nearest.question(List.of())).isEmpty();
    }
}
