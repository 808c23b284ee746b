package freehold.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.cell.FilterClass;
import freehold.cell.Limits;
import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    private final Installed first = installed("python", "3.11.2", '1');
    private final Installed newer = installed("python", "3.12.10", '2');
    private final Installed newest = installed("python", "3.12.9", '3');
    private final Missing haskell = new Missing(pack("haskell", "hs"), "no ghc; the package ghc would bring it");
    private final Catalogue catalogue = new Catalogue(List.of(first, newer, newest), List.of(haskell));

    @Test
    void without_a_version_the_hosts_default_is_meant() {
        assertThat(catalogue.find("python")).isEqualTo(new Selection.Found(first));
        assertThat(catalogue.find("py")).isEqualTo(new Selection.Found(first));
    }

    @Test
    void of_the_versions_that_fit_the_highest_is_meant() {
        assertThat(catalogue.find("python@3.12")).isEqualTo(new Selection.Found(newer));
        assertThat(catalogue.find("py@3")).isEqualTo(new Selection.Found(newer));
        assertThat(catalogue.find("python@3.12.9")).isEqualTo(new Selection.Found(newest));
    }

    @Test
    void a_version_that_is_there_to_the_letter_is_meant_before_a_higher_one() {
        Installed bundled = installed("python", "3.12", 'd');
        Catalogue both = new Catalogue(List.of(newest, bundled), List.of());

        assertThat(both.find("python@3.12")).isEqualTo(new Selection.Found(bundled));
        assertThat(both.find("python@3")).isEqualTo(new Selection.Found(newest));
    }

    @Test
    void all_that_a_reference_means_begins_with_the_one_that_runs() {
        assertThat(catalogue.findAll("py")).containsExactly(first, newer, newest);
        assertThat(catalogue.findAll("python@3.12")).containsExactly(newer, newest);
        assertThat(catalogue.findAll("python@" + newest.digest())).containsExactly(newest);
        assertThat(catalogue.findAll("python@3.1")).isEmpty();
        assertThat(catalogue.findAll("python@")).isEmpty();
        assertThat(catalogue.findAll("haskell")).isEmpty();
    }

    @Test
    void a_version_fits_by_whole_components() {
        assertThat(catalogue.find("python@3.1")).isEqualTo(new Selection.Unknown("python@3.1"));
        assertThat(catalogue.find("python@3.12.1")).isEqualTo(new Selection.Unknown("python@3.12.1"));
    }

    @Test
    void a_digest_pins_exactly_one() {
        String pinned = "python@" + newest.digest();

        assertThat(catalogue.find(pinned)).isEqualTo(new Selection.Found(newest));
        assertThat(catalogue.find("python@sha256:" + "f".repeat(64))).isInstanceOf(Selection.Unknown.class);
    }

    @Test
    void what_is_known_but_not_here_is_told_apart_from_what_is_unknown() {
        assertThat(catalogue.find("hs")).isEqualTo(new Selection.NotInstalled(haskell));
        assertThat(catalogue.find("cobol")).isEqualTo(new Selection.Unknown("cobol"));
        assertThat(catalogue.find("python@")).isEqualTo(new Selection.Unknown("python@"));
        assertThat(catalogue.find("")).isEqualTo(new Selection.Unknown(""));
    }

    @Test
    void a_name_that_none_has_brings_to_mind_what_is_near_by_its_own_name() {
        assertThat(catalogue.near("pyton")).containsExactly("python");
        assertThat(catalogue.near("haskel@9")).containsExactly("haskell");
        assertThat(catalogue.near("pyy")).containsExactly("python");
        assertThat(catalogue.near("python@2.7")).isEmpty();
        assertThat(catalogue.near("fortran")).isEmpty();
    }

    @Property
    void versions_order_by_their_numbers(
            @ForAll @Size(3) List<@IntRange(max = 300) Integer> one,
            @ForAll @Size(3) List<@IntRange(max = 300) Integer> other) {
        int order = Catalogue.compareVersions(dotted(one), dotted(other));

        assertThat(Integer.signum(order))
                .isEqualTo(Integer.signum(
                        java.util.Arrays.compare(one.toArray(Integer[]::new), other.toArray(Integer[]::new))));
    }

    private static String dotted(List<Integer> numbers) {
        return String.join(".", numbers.stream().map(String::valueOf).toList());
    }

    private static Installed installed(String name, String version, char digit) {
        return new Installed(
                pack(name, "py"),
                version,
                new Digest(String.valueOf(digit).repeat(64)),
                Optional.empty(),
                name,
                Map.of(),
                "host",
                Bytes.NONE,
                new Warmth.Full());
    }

    private static Pack pack(String name, String alias) {
        Limits limits = new Limits(
                Duration.ofSeconds(1), Duration.ofSeconds(1), Bytes.mebi(1), 1, Bytes.mebi(1), Bytes.mebi(1), 8);
        Step run = new Step(List.of("{entry}"), Map.of(), FilterClass.INTERPRETED, limits, List.of());
        return new Pack(name, name, List.of(alias), List.of(), List.of(), "main", Optional.empty(), run, List.of());
    }
}
