package freehold.cli.scratch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
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
