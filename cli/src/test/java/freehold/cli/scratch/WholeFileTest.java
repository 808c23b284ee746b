package freehold.cli.scratch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WholeFileTest {
    @TempDir
    private Path folder;

    @Test
    void a_text_takes_the_place_of_the_one_before_and_leaves_alone_what_has_a_name_like_it() throws Exception {
        Path file = Files.writeString(folder.resolve("python.lock"), "old");
        Path others = Files.writeString(folder.resolve("others"), "theirs");
        Files.createSymbolicLink(folder.resolve("python.lock.partial"), others);

        WholeFile.replace(file, "new");

        assertThat(file).hasContent("new");
        assertThat(others).hasContent("theirs");
        assertThat(names()).containsExactlyInAnyOrder("python.lock", "python.lock.partial", "others");
    }

    @Test
    void a_text_is_on_the_disk_before_it_takes_the_place_and_its_name_after_that() throws Exception {
        Path file = Files.writeString(folder.resolve("python.lock"), "old");
        Path events = folder.resolveSibling(folder.getFileName() + ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.FileForce").withoutThreshold();
            recording.start();
            WholeFile.replace(file, "new");
            recording.stop();
            recording.dump(events);
        }
        // at the end of a JVM the recorder does, but for one that is halted, as surefire's are
        Files.delete(Path.of(System.getProperty("jdk.jfr.repository")));

        assertThat(RecordingFile.readAllEvents(events))
                .extracting(event -> Path.of(event.getString("path")))
                .filteredOn(path -> path.startsWith(folder))
                .satisfiesExactly(
                        text -> assertThat(text.getFileName().toString()).endsWith(".part"),
                        name -> assertThat(name).isEqualTo(folder));
        Files.delete(events);
    }

    @Test
    void a_text_that_finds_no_place_leaves_nothing() throws Exception {
        Path file = folder.resolve("python.lock");
        Files.createDirectories(file.resolve("full"));

        assertThatThrownBy(() -> WholeFile.replace(file, "new")).isInstanceOf(IOException.class);

        assertThat(names()).containsExactly("python.lock");
    }

    private Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(each -> each.getFileName().toString()).toList().stream();
        }
    }
}
