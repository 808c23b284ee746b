package freehold.cli.runtimes;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.cell.FilterClass;
import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.runtime.Catalogue;
import freehold.runtime.DefaultLimits;
import freehold.runtime.Installed;
import freehold.runtime.Pack;
import freehold.runtime.Step;
import freehold.runtime.Warmth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettlingTest {
    @Test
    void says_what_a_name_alone_means_where_there_is_a_choice() {
        Catalogue catalogue = new Catalogue(
                List.of(
                        installed("python", "3.13", Installed.BUNDLE, new Warmth.Full()),
                        installed("python", "3.11.2", Installed.HOST, new Warmth.Full()),
                        installed("lua", "5.4", Installed.BUNDLE, new Warmth.None())),
                List.of());

        assertThat(Settling.sentences(catalogue, List.of("python", "lua")))
                .containsExactly("'python' alone means 3.13 of the bundle; also here: python@3.11.2 of the host");
        assertThat(RuntimeListCommand.table(catalogue))
                .contains("python       3.13         ")
                .contains("python       3.11.2 ·");
    }

    @Test
    void says_which_cache_could_not_be_filled() {
        Installed go = installed("go", "1.27", Installed.BUNDLE, new Warmth.Cold("no space"));
        Catalogue catalogue = new Catalogue(List.of(go), List.of());

        assertThat(Settling.sentences(catalogue, List.of("go")))
                .containsExactly("go 1.27: starts cold, for its cache is empty: no space");
        assertThat(RuntimeListCommand.table(catalogue)).contains("  ! starts cold, for its cache is empty: no space\n");
    }

    private static Installed installed(String name, String version, String source, Warmth warmth) {
        Step run = new Step(List.of("run"), Map.of(), FilterClass.INTERPRETED, DefaultLimits.RUN, List.of());
        Pack pack = new Pack(name, name, List.of(), List.of(), List.of(), "main", Optional.empty(), run, List.of());
        return new Installed(
                pack,
                version,
                new Digest("0".repeat(64)),
                Optional.empty(),
                "root",
                Map.of(),
                source,
                Bytes.NONE,
                warmth);
    }
}
