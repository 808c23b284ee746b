package freehold.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ErrorPageTest {
    private static final Path PAGE = Path.of(System.getProperty("freehold.home", ".."), "docs/errors.md");

    @Test
    void docs_have_the_words_that_the_server_answers_with() throws IOException {
        String words = ErrorPage.markdown();

        if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(PAGE, words);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(words);
    }
}
