package freehold.cli.execution;

import static freehold.cli.execution.Shell.ID;
import static freehold.cli.execution.Shell.PATH;
import static org.assertj.core.api.Assertions.assertThat;

import freehold.cli.ExitStatus;
import freehold.cli.remote.ScriptedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class ExecutionSaveTest {
    private final Shell shell = new Shell();

    @AutoClose
    private final ScriptedServer server = new ScriptedServer();

    @TempDir
    private Path temporary;

    private Path to = Path.of("");

    @BeforeEach
    void folder() {
        to = temporary.resolve("to");
        server.answer(PATH + ID + "/artifacts/", 200, address -> "bytes of " + address.getPath());
    }

    @Test
    void all_its_files_are_saved_below_the_folder_and_each_is_named() {
        brought("a.txt", "out/deep/b.txt");

        int status = save();

        assertThat(status).isEqualTo(ExitStatus.OK);
        assertThat(to.resolve("a.txt")).hasContent("bytes of " + PATH + ID + "/artifacts/a.txt");
        assertThat(to.resolve("out/deep/b.txt")).exists();
        assertThat(shell.out.toString().lines())
                .containsExactly(
                        to.resolve("a.txt").toString(),
                        to.resolve("out/deep/b.txt").toString());
    }

    @Test
    void those_that_were_named_are_saved_by_pattern_or_to_the_letter() {
        brought("a.txt", "out/b.txt", "c[1].txt");

        save("out/*", "c[1].txt");

        assertThat(to.resolve("out/b.txt")).exists();
        assertThat(to.resolve("c[1].txt")).exists();
        assertThat(to.resolve("a.txt")).doesNotExist();
    }

    @Test
    void nothing_is_saved_where_one_that_was_named_is_not_there() {
        brought("a.txt");

        int status = save("a.txt", "b\u001b.txt");

        assertThat(status).isEqualTo(ExitStatus.USAGE);
        assertThat(to).doesNotExist();
        assertThat(shell.err.toString()).contains("brought back no file b?.txt");
    }

    @Test
    void no_file_is_written_over_and_the_others_are_saved() throws IOException {
        brought("a.txt", "b.txt");
        Files.createDirectory(to);
        Files.writeString(to.resolve("a.txt"), "mine");

        int status = save();

        assertThat(status).isEqualTo(ExitStatus.USAGE);
        assertThat(to.resolve("a.txt")).hasContent("mine");
        assertThat(to.resolve("b.txt")).exists();
        assertThat(shell.err.toString())
                .contains("a.txt: not saved: something of that name is there", "1 of 2 not saved");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../escaped", "/tmp/freehold-escaped", "a/../../escaped", "a//b", "..", "", "\\u001b[2J"})
    void a_path_that_leads_out_of_the_folder_is_not_asked_for(String path) throws IOException {
        brought(path, "good.txt");

        int status = save();

        assertThat(status).isEqualTo(ExitStatus.USAGE);
        assertThat(server.asked)
                .filteredOn(asked -> asked.contains("/artifacts/"))
                .hasSize(1);
        try (var saved = Files.walk(temporary)) {
            assertThat(saved.filter(Files::isRegularFile)).containsExactly(to.resolve("good.txt"));
        }
        assertThat(shell.err.toString())
                .contains("not saved, for it may lead out of the folder")
                .doesNotContain("\u001b");
    }

    @Test
    void a_link_that_lies_in_the_folder_is_not_followed() throws IOException {
        Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
        Files.createDirectory(to);
        Files.createSymbolicLink(to.resolve("link"), elsewhere);
        brought("link/a.txt");

        int status = save();

        assertThat(status).isEqualTo(ExitStatus.USAGE);
        assertThat(elsewhere).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SERVER/x", "//SERVER/x", "http://[", "file:///etc/passwd"})
    void a_file_that_is_said_to_be_at_another_server_is_not_fetched_from_there(String href) {
        try (ScriptedServer other = new ScriptedServer()) {
            other.answer("/", 200, _ -> "");
            String address = href.startsWith("//") ? other.address().replace("http://", "") : other.address();
            server.answer(
                    PATH + ID,
                    200,
                    _ -> Shell.execution(
                            ID,
                            "succeeded",
                            "\"artifacts\": [{\"path\": \"a\", \"href\": \"" + href.replace("SERVER", address)
                                    + "\"}]"));

            int status = save();

            assertThat(status).isEqualTo(ExitStatus.UNAVAILABLE);
            assertThat(other.asked).isEmpty();
            assertThat(shell.err.toString()).contains("names a place that is not one of its own");
        }
    }

    @Test
    void one_without_files_and_one_that_goes_on_are_told_apart() {
        brought();
        int without = save();
        String told = shell.err.toString();
        server.answer(PATH + Shell.OTHER, 200, _ -> Shell.execution(Shell.OTHER, "null", ""));
        int goesOn = shell.run(server, "save", Shell.OTHER);

        assertThat(without).isEqualTo(ExitStatus.OK);
        assertThat(told).contains(ID + " brought no files back");
        assertThat(goesOn).isEqualTo(ExitStatus.USAGE);
        assertThat(shell.err.toString()).contains("has not ended");
        assertThat(to).doesNotExist();
    }

    private void brought(String... paths) {
        String artifacts = Arrays.stream(paths)
                .map(path -> "{\"path\": \"" + path + "\", \"href\": \"" + PATH + ID + "/artifacts/"
                        + path.replace("[", "%5B").replace("]", "%5D").replace("\\", "%5C") + "\"}")
                .collect(Collectors.joining(", "));
        server.answer(PATH + ID, 200, _ -> Shell.execution(ID, "succeeded", "\"artifacts\": [" + artifacts + "]"));
    }

    private int save(String... paths) {
        String[] words = new String[paths.length + 4];
        System.arraycopy(new String[] {"save", ID, "--to", to.toString()}, 0, words, 0, 4);
        System.arraycopy(paths, 0, words, 4, paths.length);
        return shell.run(server, words);
    }
}
