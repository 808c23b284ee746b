package freehold.control.dialect.gojudge;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.execution.WorkPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PathsTest {
    @ParameterizedTest
    @ValueSource(strings = {"a/b", "./a/b", "/w/a/b", "/work/a/b", "/w/./a/b", "././a/b"})
    void names_of_the_work_directory_are_left_out(String path) {
        assertThat(Paths.below(path)).hasValue(new WorkPath("a/b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "./", "/w", "/a", "../a", "./../a", "/w/../a", "w//a"})
    void what_leads_elsewhere_is_none(String path) {
        assertThat(Paths.below(path)).isEmpty();
    }

    @Test
    void a_path_may_be_of_any_length() {
        assertThat(Paths.below("./".repeat(1 << 20) + "a")).hasValue(new WorkPath("a"));
    }
}
