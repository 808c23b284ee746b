package freehold.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkPathTest {
    @ParameterizedTest
    @ValueSource(strings = {"main.py", "a/b/c.txt", ".hidden", "..name", "...", "ä/ö", "a b", "a\\b", "-rf"})
    void accepts_paths_that_stay_below(String text) {
        WorkPath path = new WorkPath(text);

        assertThat(path.value()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/etc/passwd",
                "a//b",
                "a/",
                ".",
                "..",
                "../a",
                "a/../b",
                "a/./b",
                "a/..",
                "a\0b",
                "a\nb",
                "\u007f",
                "\u0085",
                "\ud800",
                "a\udc00b"
            })
    void refuses_paths_that_might_lead_elsewhere(String text) {
        assertThat(WorkPath.fault(text)).isPresent();

        assertThatThrownBy(() -> new WorkPath(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void lengths_are_counted_in_bytes_of_utf_8() {
        String most = "ä".repeat(127);

        assertThat(WorkPath.fault(most)).isEmpty();
        assertThat(WorkPath.fault(most + "x")).isEmpty();
        assertThat(WorkPath.fault(most + "ä")).contains("a component of a path has at most 255 bytes");
    }

    @Test
    void the_whole_path_is_bounded_too() {
        String most = String.join("/", "a".repeat(255), "b".repeat(255), "c".repeat(255), "d".repeat(254)) + "/";

        assertThat(WorkPath.fault(most + "e")).isEmpty();
        assertThat(WorkPath.fault(most + "ef")).contains("a path has at most 1,024 bytes");
    }

    @Test
    void goes_no_deeper_than_the_cell_daemon() {
        String deepest = "d/".repeat(31) + "f";

        assertThat(WorkPath.fault(deepest)).isEmpty();
        assertThat(WorkPath.fault("d/" + deepest)).contains("a path has at most 32 components");
    }

    @Property
    void a_path_that_exists_has_only_plain_components(@ForAll String text) {
        if (WorkPath.fault(text).isEmpty()) {
            assertThat(List.of(new WorkPath(text).value().split("/", -1))).doesNotContain("", ".", "..");
        }
    }
}
