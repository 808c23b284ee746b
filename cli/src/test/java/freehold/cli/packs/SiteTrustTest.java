package freehold.cli.packs;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.cli.Declined;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As root, below a folder that is root's alone, which those for temporary files are not. */
@Tag("cell")
class SiteTrustTest {
    private Path site = Path.of("");
    private Path pack = Path.of("");

    @BeforeEach
    void make() throws IOException {
        site = Files.createTempDirectory(Path.of("/var/lib"), "freehold-test");
        pack = Files.writeString(Files.createDirectory(site.resolve("tiny")).resolve("pack.yaml"), "pack: tiny\n");
        mode(site.resolve("tiny"), "rwxr-xr-x");
        mode(pack, "rw-r--r--");
    }

    @AfterEach
    void clean() throws IOException {
        try (Stream<Path> all = Files.walk(site)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    @Test
    void takes_what_is_roots_alone() {
        assertThatCode(() -> SiteTrust.require(site)).doesNotThrowAnyException();
    }

    @Test
    void refuses_a_file_or_folder_that_others_can_change() throws IOException {
        for (Path each : List.of(pack, site.resolve("tiny"), site)) {
            mode(each, "rwxrwxr-x");

            assertThatThrownBy(() -> SiteTrust.require(site))
                    .isInstanceOf(Declined.class)
                    .hasMessageContaining("others than root can change " + each);

            mode(each, "rwxr-xr-x");
        }
    }

    @Test
    void refuses_a_folder_that_is_anothers() throws IOException {
        Files.setAttribute(pack, "unix:uid", 65_534);

        assertThatThrownBy(() -> SiteTrust.require(site)).hasMessageContaining("others than root can change " + pack);
    }

    @Test
    void refuses_a_way_to_it_that_others_can_change(@TempDir Path temporary) {
        assertThatThrownBy(() -> SiteTrust.require(temporary)).hasMessageContaining("others than root can change /tmp");
    }

    @Test
    void refuses_a_link_whose_target_is_elsewhere() throws IOException {
        Files.createSymbolicLink(site.resolve("linked"), Path.of("/tmp"));

        assertThatThrownBy(() -> SiteTrust.require(site)).hasMessageContaining("linked is a symbolic link");
    }

    private static void mode(Path path, String text) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(text));
    }
}
