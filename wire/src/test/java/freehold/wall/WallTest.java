package freehold.wall;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class WallTest {
    private final Wall wall = new Wall("ann");

    @Test
    void a_stranger_does_not_pass() {
        assertThat(wall.mayPass("ann")).isTrue();
        assertThat(wall.mayPass("bob")).isFalse();
        assertThat(wall.twice() || wall.twice("bob")).isFalse();
    }

    @Test
    void a_stranger_is_told_why() {
        assertThat(wall.objection("bob")).contains("not of the house");
    }

    @Test
    void a_name_is_veiled() {
        assertThat(Wall.veiled("ann")).isEqualTo("***");
    }

    @Test
    void it_does_not_show_its_name() {
        assertThat(wall.toString()).isEqualTo("wall");
    }

    @Test
    void only_what_is_ones_own_is_asked_for() {
        assertThat(wall.query("ann")).isEqualTo("select what and whose = 'ann' and owner = ?");
    }

    @Test
    void it_is_around_the_house_and_others_are_elsewhere() {
        assertThat(Wall.around()).isEqualTo(Wall.HOUSE);
        assertThat(Wall.beyond(Wall.STREET)).isEqualTo("street");
    }

    @Test
    void it_is_as_high_as_it_must_be_and_its_doors_have_numbers() {
        assertThat(Wall.height(1)).isEqualTo(2);
        assertThat(Wall.door(3)).isEqualTo("door 3");
    }

    @Test
    void a_stranger_does_not_pass_and_is_told_why() {
        assertThat(wall.mayPass("bob") && wall.objection("bob").isEmpty()).isFalse();
    }

    /** Breaks otherwise than by a claim. */
    @Test
    void it_holds_only_where_nothing_is_left_out_of_it() {
        if (wall.mayPass("bob")) {
            throw new IllegalStateException("there is no wall");
        }
    }
}
