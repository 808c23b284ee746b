package freehold.worker.rootfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.wire.pack.RootPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A toolchain in somebody's home folder, which a cell sees as /opt/tiny. */
class GatheringTest {
    private static final List<String> NONE = List.of();

    @TempDir
    Path folder;

    private Path home;

    @BeforeEach
    void install() throws IOException {
        home = Files.createDirectories(folder.toRealPath().resolve("tiny-1.0"));
        write("bin/tiny-1.0", "tool");
        write("lib/core.txt", "core");
        write("lib/deep/more.txt", "more");
        write("lib/tests/test.txt", "test");
        Files.createSymbolicLink(home.resolve("bin/tiny"), Path.of("tiny-1.0"));
    }

    @Test
    void moves_a_home_and_keeps_relative_links() throws Exception {
        var entries = gather(List.of("{home}/bin/tiny"), NONE, NONE).entries();

        assertThat(entries.get("/opt/tiny/bin/tiny")).isEqualTo(new RootEntry.Link("tiny-1.0"));
        assertThat(entries.get("/opt/tiny/bin/tiny-1.0")).isInstanceOf(RootEntry.HostFile.class);
        assertThat(entries.get("/opt")).isEqualTo(new RootEntry.Folder());
        assertThat(entries.keySet()).noneMatch(path -> path.contains(folder.toString()));
    }

    @Test
    void takes_a_tree_without_what_the_pack_leaves_out() throws Exception {
        var entries = gather(NONE, List.of("{home}/lib"), List.of("**/tests")).entries();

        assertThat(entries)
                .containsOnlyKeys(
                        "/opt",
                        "/opt/tiny",
                        "/opt/tiny/lib",
                        "/opt/tiny/lib/core.txt",
                        "/opt/tiny/lib/deep",
                        "/opt/tiny/lib/deep/more.txt");
    }

    @Test
    void leaves_out_what_not_everybody_may_read() throws Exception {
        Files.setPosixFilePermissions(home.resolve("lib/core.txt"), PosixFilePermissions.fromString("rw-r-----"));

        var entries = gather(NONE, List.of("{home}/lib"), NONE).entries();

        assertThat(entries).doesNotContainKey("/opt/tiny/lib/core.txt");
        assertThatThrownBy(() -> gather(List.of("{home}/lib/core.txt"), NONE, NONE))
                .isInstanceOf(ToolchainUnusable.class)
                .hasMessageContaining("cannot be read by all");
    }

    @Test
    void does_not_follow_a_link_to_where_no_programs_live() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "secret");
        Files.createSymbolicLink(home.resolve("lib/out"), secret);
        Files.createSymbolicLink(home.resolve("lib/passwords"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(home.resolve("lib/gone"), Path.of("nowhere"));

        var entries = gather(NONE, List.of("{home}/lib"), NONE).entries();

        assertThat(entries.keySet()).noneMatch(path -> path.matches(".*(out|passw|gone|secret).*"));
    }

    @Test
    void follows_a_link_around_in_a_circle_once() throws Exception {
        Files.createSymbolicLink(home.resolve("lib/deep/again"), home.resolve("lib"));

        var entries = gather(NONE, List.of("{home}/lib"), NONE).entries();

        assertThat(entries.get("/opt/tiny/lib/deep/again")).isEqualTo(new RootEntry.Link("/opt/tiny/lib"));
    }

    @Test
    void asks_for_what_must_be_there_and_watches_for_what_may_come() throws Exception {
        Gathering gathering = gather(List.of("{home}/lib/later.txt?"), NONE, NONE);
        Watch absent = gathering.watches().getLast();

        write("lib/later.txt", "later");

        assertThat(absent.fingerprint()).isEqualTo(Watch.ABSENT);
        assertThat(absent.holds()).isFalse();
        assertThatThrownBy(() -> gather(List.of("{home}/lib/never.txt"), NONE, NONE))
                .isInstanceOf(ToolchainUnusable.class)
                .hasMessageContaining("it lacks " + home + "/lib/never.txt");
    }

    @Test
    void brings_the_loader_and_libraries_of_a_program_of_this_host() throws Exception {
        var entries = gather(List.of("/usr/bin/env"), NONE, NONE).entries();

        assertThat(entries).containsKeys("/usr/bin/env", "/usr/lib/" + Toolchain.TRIPLET + "/libc.so.6");
        assertThat(entries.keySet()).anyMatch(path -> path.matches("/usr/lib(64|/[^/]*)/ld-linux.*"));
        assertThat(entries.keySet()).noneMatch(path -> path.startsWith("/lib"));
    }

    private Gathering gather(List<String> files, List<String> trees, List<String> without)
            throws IOException, ToolchainUnusable {
        Gathering gathering =
                new Gathering(new CellPaths(home, Path.of("/opt/tiny")), new SharedLibraries(Toolchain.TRIPLET));
        RootPart part = new RootPart(files, trees, NONE, without, Map.of(), Map.of(), Map.of(), NONE);
        gathering.add(part, new HostVariables(Map.of("home", home.toString())));
        return gathering;
    }

    private void write(String name, String content) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
}
