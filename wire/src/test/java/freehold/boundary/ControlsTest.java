package freehold.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On a wall that is there for it: {@link freehold.wall.WallTest} tries to cross {@link freehold.wall.Wall}. */
final class ControlsTest {
    private static final String WALL = "freehold.wall.Wall";
    private static final String CROSSING = "freehold.wall.WallTest#";

    private static void check(String method, String instead, String crossing) {
        List<Boundary> one =
                Boundary.parse(List.of("wall " + WALL + "#" + method + " " + instead, "    " + CROSSING + crossing));
        Controls.check(one.getFirst(), ControlsTest.class.getClassLoader());
    }

    @ParameterizedTest
    @CsvSource({
        "mayPass, true, a_stranger_does_not_pass",
        "may*, true, a_stranger_does_not_pass",
        "objection, nothing, a_stranger_is_told_why",
        "veiled, argument, a_name_is_veiled",
        "toString, field name, it_does_not_show_its_name",
        "query, text owner = ? => 1 = 1, only_what_is_ones_own_is_asked_for",
        "query, text whose => who, only_what_is_ones_own_is_asked_for",
        "objection, null, a_stranger_is_told_why",
        "mayPass, call String#equals true, a_stranger_does_not_pass",
        "around, constant HOUSE => STREET, it_is_around_the_house_and_others_are_elsewhere",
        "beyond, one freehold.wall.Wall#HOUSE, it_is_around_the_house_and_others_are_elsewhere",
        "beyond, call Wall#name java.io.File#separator, it_is_around_the_house_and_others_are_elsewhere",
        "height, call Math#max => min, it_is_as_high_as_it_must_be_and_its_doors_have_numbers",
        "door, call StringBuilder#append receiver, it_is_as_high_as_it_must_be_and_its_doors_have_numbers",
    })
    void a_test_that_crosses_what_is_left_out_fails(String method, String instead, String crossing) {
        assertThatCode(() -> check(method, instead, crossing)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a_stranger_is_told_why", "it_holds_only_where_nothing_is_left_out_of_it"})
    void a_test_that_says_the_same_without_it_or_breaks_shows_nothing(String crossing) {
        assertThatThrownBy(() -> check("mayPass", "true", crossing))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(crossing + " does not fail without wall");
    }

    @Test
    void what_two_means_uphold_is_open_without_both_and_not_without_one() {
        String one = "wall " + WALL + "#mayPass true";
        String crossing = "    " + CROSSING + "a_stranger_does_not_pass_and_is_told_why";
        List<Boundary> half = Boundary.parse(List.of(one, crossing));
        List<Boundary> both = Boundary.parse(List.of(one, "    and " + WALL + "#objection nothing", crossing));
        ClassLoader classes = ControlsTest.class.getClassLoader();

        assertThatThrownBy(() -> Controls.check(half.getFirst(), classes)).hasMessageContaining("does not fail");
        assertThatCode(() -> Controls.check(both.getFirst(), classes)).doesNotThrowAnyException();
    }

    @Test
    void a_test_that_is_not_there_shows_nothing() {
        assertThatThrownBy(() -> check("mayPass", "true", "nobody_wrote_it"))
                .hasMessageContaining("nobody_wrote_it does not pass with nothing left out");
    }

    @ParameterizedTest
    @CsvSource({
        "mayPas, true, there are 0 methods freehold.wall.Wall#mayPas",
        "mayPass, nothing, cannot have the body",
        "twice, true, there are 2 methods",
        "query, text tenant = ? => true, there is nothing to leave out",
        "mayPass, call String#length true, there is nothing to leave out",
        "mayPass, call String#equals perhaps, not known what comes of no call",
        "mayPass, one freehold.wall.Wall#HOUSE, there is nothing to leave out",
    })
    void what_cannot_be_left_out_is_said(String method, String instead, String why) {
        assertThatThrownBy(() -> check(method, instead, "a_stranger_does_not_pass"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wall freehold.wall.Wall true",
                "wall freehold.wall.Wall#mayPass perhaps",
                "wall freehold.wall.Wall#query text a",
                "  a.Test#b"
            })
    void a_line_of_another_form_is_refused(String line) {
        assertThatThrownBy(() -> Boundary.parse(List.of(line, "    a.Test#b")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_boundary_without_a_test_is_refused() {
        assertThat(Boundary.parse(List.of("# nothing yet", ""))).isEmpty();
        assertThatThrownBy(() -> Boundary.parse(List.of("wall freehold.wall.Wall#mayPass true")))
                .hasMessageContaining("wall names no test");
    }
}
