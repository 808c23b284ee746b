package freehold.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.cell.FilterClass;
import freehold.runtime.Catalogue;
import freehold.runtime.DefaultLimits;
import freehold.runtime.Missing;
import freehold.runtime.Pack;
import freehold.runtime.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class NotHereTest {
    private static Pack pack(String name) {
        Step run = new Step(List.of("run"), Map.of(), FilterClass.INTERPRETED, DefaultLimits.RUN, List.of());
        return new Pack(name, name, List.of(), List.of(), List.of(), "main", Optional.empty(), run, List.of());
    }

    @Test
    void all_languages_that_are_not_here_take_one_line_that_says_where_the_rest_is() {
        Missing forth = new Missing(pack("forth"), "not found: freehold runtime install forth");
        Missing lua = new Missing(pack("lua"), "not found: freehold runtime install lua");

        assertThat(Service.notHere(new Catalogue(List.of(), List.of(forth, lua))))
                .contains("freehold: not here: 2 more languages; freehold runtime list says what would bring each");
        assertThat(Service.notHere(new Catalogue(List.of(), List.of(forth))))
                .contains("freehold: not here: 1 more language; freehold runtime list says what would bring each");
        assertThat(Service.notHere(new Catalogue(List.of(), List.of()))).isEmpty();
    }
}
