package freehold.cli.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.cli.Main;
import freehold.cli.settings.LayeredDefaults;
import freehold.wire.settings.SettingsFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each peer's configuration beside what it becomes; {@code -Dgolden=update} writes the latter anew. */
final class MigrationTest {
    @TempDir
    private Path folder;

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(MigrationTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String migrated(Peer peer) throws IOException {
        return Migration.of(peer, peer.read(resource(peer.name().toLowerCase(Locale.ROOT) + ".conf")));
    }

    @ParameterizedTest
    @EnumSource
    void a_configuration_becomes_settings_and_remarks(Peer peer) throws IOException {
        String golden = peer.name().toLowerCase(Locale.ROOT) + ".yaml";
        if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(Path.of("src/test/resources/freehold/cli/migrate", golden), migrated(peer));
        } else {
            assertThat(migrated(peer)).isEqualTo(resource(golden));
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_is_written_is_read_by_the_server_as_it_is(Peer peer) throws IOException {
        Set<String> known =
                Objects.requireNonNull(Main.commandLine("up").getSubcommands().get("up"))
                        .getCommandSpec()
                        .options()
                        .stream()
                        .map(option -> LayeredDefaults.key(option.longestName()))
                        .collect(Collectors.toSet());

        Map<String, String> settings = SettingsFile.parse(migrated(peer), known);

        assertThat(settings)
                .containsEntry("cells", peer == Peer.PISTON ? "16" : "8")
                .containsKey("dialect");
    }

    @ParameterizedTest
    @EnumSource
    void no_secret_is_shown(Peer peer) throws IOException {
        assertThat(migrated(peer)).doesNotContain("very secret", "YourPassword", "2AAA7A54");
    }

    @Test
    void a_value_is_one_line_of_a_remark_whatever_it_holds() {
        String text = Migration.of(Peer.JUDGE0, Map.of("COUNT", "3\nlisten: 0.0.0.0:1"));

        assertThat(text.lines().filter(line -> line.startsWith("listen:"))).hasSize(1);
    }

    @Test
    void a_file_in_which_nothing_is_found_is_refused() throws IOException {
        Path file = Files.writeString(folder.resolve("empty.conf"), "# nothing\n");
        StringWriter err = new StringWriter();

        int status = Main.commandLine("migrate")
                .setErr(new PrintWriter(err, true))
                .execute("migrate", "judge0", file.toString());

        assertThat(status).isEqualTo(64);
        assertThat(err.toString()).contains("nothing that judge0 sets");
    }
}
