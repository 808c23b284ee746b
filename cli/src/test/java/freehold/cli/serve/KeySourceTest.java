package freehold.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

final class KeySourceTest {
    private static final String KEY = "sha256:" + "0".repeat(64) + " ann run\n";

    @TempDir
    private Path folder;

    private final Logger logger = (Logger) LoggerFactory.getLogger(KeySource.class);
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private Path file;

    @BeforeEach
    void listen() throws IOException {
        file = Files.writeString(folder.resolve("keys"), KEY);
        said.start();
        logger.addAppender(said);
        logger.setAdditive(false);
    }

    @AfterEach
    void leave() {
        logger.setAdditive(true);
        logger.detachAppender(said);
    }

    @Test
    void a_file_that_cannot_be_used_is_told_once_and_again_when_it_is_another_one() throws IOException {
        KeySource source = KeySource.open(file);
        Files.writeString(file, "nonsense\n", StandardOpenOption.APPEND);

        source.get();
        source.get();
        int first = said.list.size();
        Files.writeString(file, "more nonsense\n", StandardOpenOption.APPEND);
        source.get();
        source.get();
        int second = said.list.size();
        Files.delete(file);
        source.get();
        source.get();

        assertThat(first).isEqualTo(1);
        assertThat(second).isEqualTo(2);
        assertThat(said.list).hasSize(3);
    }

    @Test
    void a_key_counts_at_the_next_request_after_it_was_put_there_also_after_a_slip() throws IOException {
        KeySource source = KeySource.open(file);
        Files.writeString(file, "nonsense\n");
        Object kept = source.get();

        Files.writeString(file, "sha256:" + "1".repeat(64) + " bob run\n");

        assertThat(kept)
                .isEqualTo(KeySource.open(Files.writeString(folder.resolve("same"), KEY))
                        .get());
        assertThat(source.get()).isNotEqualTo(kept);
    }
}
