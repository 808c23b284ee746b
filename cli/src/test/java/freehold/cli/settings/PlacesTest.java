package freehold.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.cli.Declined;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlacesTest {
    @Test
    void keeps_roots_and_bundles_in_one_place_unless_told_otherwise() {
        assertThat(host(Map.of())).isEqualTo(Path.of("/var/lib/freehold/host"));
        assertThat(host(Map.of("FREEHOLD_HOST", "/srv/free/../freehold"))).isEqualTo(Path.of("/srv/freehold"));
    }

    @Test
    void refuses_a_place_that_depends_on_where_it_is_called() {
        assertThatThrownBy(() -> host(Map.of("FREEHOLD_HOST", "store")))
                .isInstanceOf(Declined.class)
                .hasMessageContaining("an absolute path, not 'store'");
    }

    private static Path host(Map<String, String> environment) {
        return Places.of(environment, "/root", true).host();
    }
}
