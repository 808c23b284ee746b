package freehold.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.cli.Declined;
import java.io.IOException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    private Path temporary;

    @Test
    void is_made_closed_to_others() throws IOException {
        Path folder = temporary.resolve("a/data");

        DataFolder.prepare(folder, owner());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
    }

    @Test
    void is_not_taken_from_who_has_it() throws IOException {
        Path folder = Files.createDirectory(temporary.resolve("home"));
        Files.writeString(folder.resolve("letter"), "mine");

        assertThatThrownBy(() -> DataFolder.prepare(folder, owner() + 1))
                .isInstanceOf(Declined.class)
                .hasMessageContaining("it is not empty, and nothing in it is Freehold's; name another by --data")
                .hasMessageNotContaining("chown");
    }

    @Test
    void of_another_user_can_be_handed_over() throws IOException {
        Path folder = Files.createDirectory(temporary.resolve("data"));
        Files.writeString(folder.resolve("freehold.db"), "");

        assertThatThrownBy(() -> DataFolder.prepare(folder, owner() + 1))
                .isInstanceOf(Declined.class)
                .hasMessageEndingWith("to hand it over: chown -R %d %s", owner() + 1, folder);
    }

    @Test
    void that_cannot_be_made_is_told_in_words() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "");

        assertThatThrownBy(() -> DataFolder.prepare(Path.of("/proc/x"), owner()))
                .isInstanceOf(Declined.class)
                .hasMessage("the data folder /proc/x cannot be made: no folder can be made there");
        assertThatThrownBy(() -> DataFolder.prepare(file.resolve("x"), owner()))
                .isInstanceOf(Declined.class)
                .hasMessageEndingWith("/x cannot be made: %s is no folder", file);
        assertThatThrownBy(() -> DataFolder.prepare(file, owner()))
                .isInstanceOf(Declined.class)
                .hasMessage("%s is no folder; name another by --data", file);
    }

    @Test
    void serves_one_at_a_time_and_keeps_no_temporary_files() throws Exception {
        Files.createDirectories(DataFolder.temporary(temporary));
        Files.writeString(DataFolder.temporary(temporary).resolve("left.so"), "by a killed server");

        try (AutoCloseable taken = DataFolder.take(temporary)) {
            assertThat(DataFolder.temporary(temporary)).isEmptyDirectory();
            assertThatThrownBy(() -> DataFolder.take(temporary)).isInstanceOf(OverlappingFileLockException.class);
            assertThat(taken).isNotNull();
        }

        assertThat(DataFolder.temporary(temporary)).doesNotExist();
    }

    @Test
    void a_copy_of_the_record_that_a_killed_backup_left_goes_when_a_server_begins() throws Exception {
        Path left = DataFolder.scratch(temporary).resolve("2000000000"); // no process has such a number
        Path alive = DataFolder.scratch(temporary)
                .resolve(Long.toString(ProcessHandle.current().pid()));
        Files.createDirectories(left.resolve("record"));
        Files.createDirectories(alive.resolve("record"));

        try (AutoCloseable taken = DataFolder.take(temporary)) {
            assertThat(taken).isNotNull();
            assertThat(left).doesNotExist();
            assertThat(alive.resolve("record")).exists();
        }
    }

    private int owner() throws IOException {
        return (int) Files.getAttribute(temporary, "unix:uid");
    }
}
