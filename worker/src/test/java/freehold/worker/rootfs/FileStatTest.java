package freehold.worker.rootfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileStatTest {
    @TempDir
    private Path folder;

    @Test
    void a_fingerprint_is_the_same_whichever_way_it_was_asked_for() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "some bytes");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);

        for (Path each : new Path[] {file, link, folder, Path.of("/proc/self/status"), Path.of("/dev/null")}) {
            assertThat(FileStat.fingerprint(each)).isEqualTo(FileStat.of(each).fingerprint());
        }
        assertThat(FileStat.fingerprint(link)).isNotEqualTo(FileStat.fingerprint(file));
    }

    @Test
    void a_fingerprint_changes_with_what_is_in_a_file_and_there_is_none_of_what_is_not_there() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "some bytes");
        String before = FileStat.fingerprint(file);

        Files.writeString(file, "some more bytes");

        assertThat(FileStat.fingerprint(file)).isNotEqualTo(before);
        Path absent = folder.resolve("absent");
        assertThatThrownBy(() -> FileStat.fingerprint(absent)).isInstanceOf(NoSuchFileException.class);
    }
}
