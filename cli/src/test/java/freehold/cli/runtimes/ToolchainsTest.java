package freehold.cli.runtimes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.cell.FilterClass;
import freehold.cli.Declined;
import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.runtime.Catalogue;
import freehold.runtime.DefaultLimits;
import freehold.runtime.Installed;
import freehold.runtime.Missing;
import freehold.runtime.Pack;
import freehold.runtime.Step;
import freehold.runtime.Warmth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ToolchainsTest {
    private final Installed newer = installed("lua", "5.4");
    private final Installed older = installed("lua", "5.1");
    private final Installed tcl = installed("tcl", "8.6");
    private final Catalogue catalogue =
            new Catalogue(List.of(newer, older, tcl), List.of(new Missing(pack("forth"), "install gforth")));

    @Test
    void means_all_versions_of_a_name_and_one_of_a_version() {
        assertThat(Toolchains.meant(catalogue, List.of())).containsExactly(newer, older, tcl);
        assertThat(Toolchains.meant(catalogue, List.of("lua"))).containsExactly(newer, older);
        assertThat(Toolchains.meant(catalogue, List.of("tcl@8", "lua@5.1", "tcl")))
                .containsExactly(older, tcl);
    }

    @Test
    void means_one_version_of_each_language_by_its_name_alone() {
        assertThat(Toolchains.defaults(catalogue, List.of())).containsExactly(newer, tcl);
        assertThat(Toolchains.defaults(catalogue, List.of("lua"))).containsExactly(newer);
        assertThatThrownBy(() -> Toolchains.defaults(catalogue, List.of("forth")))
                .isInstanceOf(Declined.class);
    }

    @Test
    void says_what_there_is_instead_of_a_version_that_is_not() {
        assertThatThrownBy(() -> Toolchains.meant(catalogue, List.of("lua@5.9")))
                .isInstanceOf(Declined.class)
                .hasMessage("'lua@5.9' is not here; there are lua@5.4, lua@5.1");
    }

    @Test
    void says_what_would_bring_a_language_that_is_not_here() {
        assertThatThrownBy(() -> Toolchains.meant(catalogue, List.of("forth")))
                .isInstanceOf(Declined.class)
                .hasMessage("forth: install gforth");
    }

    private static Installed installed(String name, String version) {
        return new Installed(
                pack(name),
                version,
                new Digest("0".repeat(64)),
                Optional.empty(),
                "root",
                Map.of(),
                Installed.BUNDLE,
                Bytes.NONE,
                new Warmth.None());
    }

    private static Pack pack(String name) {
        Step run = new Step(List.of("run"), Map.of(), FilterClass.INTERPRETED, DefaultLimits.RUN, List.of());
        return new Pack(name, name, List.of(), List.of(), List.of(), "main", Optional.empty(), run, List.of());
    }
}
