package freehold.wire.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockFolderTest {
    @TempDir
    Path folder;

    @Test
    void finds_by_name_and_by_whole_components_of_a_version() throws Exception {
        put("lua", "5.1", "");
        put("lua", "5.4.6", "");
        put("tcl", "8.6", "");

        assertThat(versions("lua")).containsExactly("5.1", "5.4.6");
        assertThat(versions("lua@5.4")).containsExactly("5.4.6");
        assertThat(versions("lua@5")).containsExactly("5.1", "5.4.6");
        assertThat(versions("lua@5.4.6")).containsExactly("5.4.6");
        assertThat(versions("lua@5.40")).isEmpty();
        assertThat(versions("scheme")).isEmpty();
    }

    @Test
    void finds_the_root_that_compiled_programs_run_in() throws Exception {
        put("c", "12", "run_root: compiled\n");
        Files.writeString(folder.resolve("compiled.lock.yaml"), text("compiled", "1", ""));
        LockFolder locks = new LockFolder(folder);

        LockFile lock = locks.find("c").getFirst().lock();

        assertThat(locks.runRoot(lock).orElseThrow().lock().bundle()).isEqualTo("compiled");
        assertThat(locks.runRoot(locks.runRoot(lock).orElseThrow().lock())).isEmpty();
    }

    @Test
    void refuses_a_lock_in_the_place_of_another() throws Exception {
        put("lua", "5.1", "");
        Files.move(folder.resolve("lua/5.1.lock.yaml"), folder.resolve("lua/5.2.lock.yaml"));

        assertThatThrownBy(() -> new LockFolder(folder).all())
                .isInstanceOf(LockFault.class)
                .hasMessageContaining("its place is that of another");
    }

    @Test
    void refuses_a_variable_that_no_command_can_use() throws Exception {
        put("lua", "5.1", "variables: {executable: /usr/bin/lua, depot: /tmp}\n");

        assertThatThrownBy(() -> new LockFolder(folder).all())
                .isInstanceOf(LockFault.class)
                .hasMessageContaining(
                        "5.1.lock.yaml.variables: no command of a pack can use 'depot'; there are executable, home");
    }

    @Test
    void reads_several_folders_as_one_in_which_a_version_is_there_once() throws Exception {
        put("lua", "5.1", "");
        put("site/lua", "5.5", "run_root: compiled\n", "lua");
        put("site/c", "12", "", "c");
        Files.writeString(folder.resolve("site/compiled.lock.yaml"), text("compiled", "1", ""));
        Path own = Files.createDirectory(folder.resolve("own"));
        Files.move(folder.resolve("lua"), own.resolve("lua"));
        LockFolder locks = new LockFolder(own, folder.resolve("site"));

        assertThat(locks.all()).extracting(each -> each.lock().version()).containsExactly("12", "5.1", "5.5");
        assertThat(locks.runRoot(locks.find("lua@5.5").getFirst().lock())).isPresent();

        put("site/lua", "5.1", "", "lua");

        assertThatThrownBy(locks::all)
                .isInstanceOf(LockFault.class)
                .hasMessageContaining("own/lua/5.1.lock.yaml is a lock of that version already");
    }

    @Test
    void holds_only_sealed_locks_in_this_repository() throws Exception {
        LockFolder locks = new LockFolder(Path.of(System.getProperty("freehold.home"), "runtimes"));

        assertThat(locks.all()).isNotEmpty().allSatisfy(each -> {
            assertThat(each.lock().tree()).as(each.file().toString()).isPresent();
            assertThat(each.lock().packages()).as(each.file().toString()).isNotEmpty();
            assertThat(Files.readString(each.file())).isEqualTo(LockText.of(each.lock()));
        });
    }

    private Stream<String> versions(String reference) throws IOException {
        return new LockFolder(folder)
                .find(reference).stream().map(each -> each.lock().version());
    }

    private void put(String name, String version, String more) throws IOException {
        put(name, version, more, name);
    }

    private void put(String place, String version, String more, String name) throws IOException {
        Path pack = Files.createDirectories(folder.resolve(place));
        Files.writeString(pack.resolve(version + ".lock.yaml"), text(name, version, more));
    }

    private static String text(String name, String version, String more) {
        return "lock: 1\nbundle: " + name + "\nversion: \"" + version + "\"\nsuite: bookworm\n" + more;
    }
}
