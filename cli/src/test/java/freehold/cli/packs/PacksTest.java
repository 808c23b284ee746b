package freehold.cli.packs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PacksTest {
    @TempDir
    Path folder;

    @Test
    void says_each_mistake_with_its_file_and_place_on_a_line_of_its_own() throws IOException {
        Files.writeString(Files.createDirectory(folder.resolve("tiny")).resolve("pack.yaml"), "pack: small\n");

        Declined declined = catchThrowableOfType(Declined.class, () -> new Packs(folder, Optional.empty()).read());

        assertThat(declined.status()).isEqualTo(ExitStatus.USAGE);
        assertThat(String.valueOf(declined.getMessage()).lines())
                .first()
                .asString()
                .startsWith("no pack is used while there are ");
        assertThat(String.valueOf(declined.getMessage()).lines())
                .contains("tiny/pack.yaml#/pack: Name it 'tiny', as its folder is.")
                .contains("tiny/pack.yaml#/title: Add the key title: a title for people.");
    }

    @Test
    void a_mistake_matters_to_who_asks_for_that_pack_and_to_nobody_else() throws IOException {
        Files.writeString(Files.createDirectory(folder.resolve("tiny")).resolve("pack.yaml"), "pack: small\n");
        Packs packs = new Packs(folder, Optional.empty());

        assertThat(packs.mentioning("python")).isEmpty();
        assertThat(packs.mentioning("smal")).isEmpty();
        assertThat(catchThrowableOfType(Declined.class, () -> packs.mentioning("small")))
                .hasMessageContaining("tiny/pack.yaml");
    }

    @Test
    void finds_the_file_of_a_pack_in_both_folders() throws IOException {
        Path own = Files.createDirectories(folder.resolve("own/tiny"));
        Path site = Files.createDirectories(folder.resolve("site/small"));
        Files.writeString(own.resolve("pack.yaml"), "");
        Files.writeString(site.resolve("pack.yaml"), "");
        Packs packs = new Packs(folder.resolve("own"), Optional.of(folder.resolve("site")));

        assertThat(packs.file("tiny")).contains(own.resolve("pack.yaml"));
        assertThat(packs.file("small")).contains(site.resolve("pack.yaml"));
        assertThat(packs.file("none")).isEmpty();
    }
}
