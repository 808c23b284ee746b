package freehold.cli.privilege;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SystemCallsTest {
    @Test
    void a_pipe_has_a_reader_until_it_goes_away(@TempDir Path folder) throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        RandomAccessFile reader =
                new RandomAccessFile(pipe.toFile(), "rw"); // a pipe that is opened so waits for nobody
        try (FileOutputStream _ = new FileOutputStream(pipe.toFile())) {
            int descriptor = descriptors(pipe).max(Integer::compare).orElseThrow();

            assertThat(SystemCalls.hasReader(descriptor)).isTrue();
            reader.close();
            descriptor = descriptors(pipe).max(Integer::compare).orElseThrow();
            assertThat(SystemCalls.hasReader(descriptor)).isFalse();
        }
    }

    private static Stream<Integer> descriptors(Path open) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all
                    .filter(each -> leadsTo(each, open))
                    .map(each -> Integer.valueOf(each.getFileName().toString()))
                    .toList()
                    .stream();
        }
    }

    private static boolean leadsTo(Path link, Path target) {
        try {
            return Files.readSymbolicLink(link).equals(target);
        } catch (IOException closed) {
            return false;
        }
    }
}
