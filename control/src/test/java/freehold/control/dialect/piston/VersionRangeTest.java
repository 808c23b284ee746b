package freehold.control.dialect.piston;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranges as the table in the documentation of node-semver has them. */
final class VersionRangeTest {
    @ParameterizedTest
    @CsvSource({
        "*, 3.11.2, true",
        "x, 3.11.2, true",
        "3, 3.11.2, true",
        "3, 4.0.0, false",
        "3.x, 3.0.0, true",
        "3.11.*, 3.11.9, true",
        "3.11, 3.12.0, false",
        "3.11.2, 3.11.2, true",
        "v3.11.2, 3.11.2, true",
        "=3.11.2, 3.11.3, false",
        "^3.10, 3.11.2, true",
        "^3.10, 3.9.9, false",
        "^3.10, 4.0.0, false",
        "^0.2.3, 0.2.9, true",
        "^0.2.3, 0.3.0, false",
        "^0.0.3, 0.0.4, false",
        "^0.0, 0.0.9, true",
        "^0.0, 0.1.0, false",
        "^0, 0.9.0, true",
        "~3.11.2, 3.11.9, true",
        "~3.11.2, 3.12.0, false",
        "~3, 3.99.0, true",
        ">=3.10 <3.12, 3.11.2, true",
        ">=3.10 <3.12, 3.12.0, false",
        ">= 3.10, 3.10.0, true",
        ">3.11, 3.11.9, false",
        ">3.11, 3.12.0, true",
        ">3.11.1, 3.11.2, true",
        "<=3.11, 3.11.9, true",
        "<=3.11.1, 3.11.2, false",
        "3.9 - 3.11, 3.11.2, true",
        "3.9 - 3.11.1, 3.11.2, false",
        "2.x || 3.11.x, 3.11.2, true",
        "2.x || 3.10.x, 3.11.2, false",
        "'', 3.11.2, true",
    })
    void holds_the_versions_that_the_peer_would_take(String range, String version, boolean holds) {
        assertThat(VersionRange.parse(range)
                        .orElseThrow()
                        .contains(Version.of(version).orElseThrow()))
                .isEqualTo(holds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"latest", "3.11.2.1", "^", "3..1", "a.b.c", "1 - 2 - 3", "3,4", "9999999999"})
    void what_is_no_range_is_none(String text) {
        assertThat(VersionRange.parse(text)).isEmpty();
    }

    @Test
    void the_version_of_a_toolchain_is_filled_up() {
        assertThat(Version.of("12.2").orElseThrow()).hasToString("12.2.0");
        assertThat(Version.of("1.97.0-nightly").orElseThrow()).hasToString("1.97.0");
        assertThat(Version.of("5.2.15(1)").orElseThrow()).hasToString("5.2.15");
    }
}
