package freehold.worker.bundle.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AptSourcesTest {
    private static final String DEB822 = """
            Types: deb
            # a comment
            URIs: http://mirror.invalid/debian
            Suites: bookworm bookworm-updates
            Components: main
            Signed-By: /usr/share/keyrings/archive.gpg

            Types: deb
            URIs: http://mirror.invalid/security
            Suites: bookworm-security
            Components: main

            Types: deb
            URIs: http://third.invalid/
            Suites: nodistro
            Components: main

            Enabled: no
            Types: deb
            URIs: http://off.invalid/
            Suites: bookworm
            Components: main
            """;

    @TempDir
    Path apt;

    @Test
    void asks_the_hosts_own_mirrors_for_another_suite() throws Exception {
        Files.createDirectory(apt.resolve("sources.list.d"));
        Files.writeString(apt.resolve("sources.list.d/debian.sources"), DEB822);

        assertThat(sources("bookworm").lines("trixie"))
                .containsExactly(
                        "deb [signed-by=/usr/share/keyrings/archive.gpg] http://mirror.invalid/debian trixie main",
                        "deb [signed-by=/usr/share/keyrings/archive.gpg] http://mirror.invalid/debian trixie-updates main",
                        "deb http://mirror.invalid/security trixie-security main");
        assertThat(sources("bookworm").lines("sid"))
                .containsExactly(
                        "deb [signed-by=/usr/share/keyrings/archive.gpg] http://mirror.invalid/debian sid main");
    }

    @Test
    void reads_the_old_form_too_and_passes_options_of_trust_over() throws Exception {
        Files.writeString(
                apt.resolve("sources.list"),
                "# deb http://no.invalid x y\ndeb [arch=amd64 trusted=yes signed-by=/k.gpg] http://m.invalid/d bookworm main contrib\n");

        assertThat(sources("bookworm").lines("bullseye"))
                .containsExactly("deb [signed-by=/k.gpg] http://m.invalid/d bullseye main contrib");
    }

    @Test
    void says_so_when_the_host_has_no_sources_of_its_own() {
        assertThatThrownBy(() -> sources("noble").lines("bookworm"))
                .isInstanceOf(FetchFailed.class)
                .hasMessageContaining("no source of its own release (noble)");
    }

    private AptSources sources(String codename) throws IOException {
        Path release = Files.writeString(apt.resolve("os-release"), "ID=debian\nVERSION_CODENAME=" + codename + "\n");
        return new AptSources(apt, release);
    }
}
