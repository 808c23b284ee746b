package freehold.cli.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.cli.Declined;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class BatchFileTest {
    private static final Path STANDARD_INPUT = Path.of("-");

    private static InputStream typed(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void the_standard_input_is_read_as_a_file_is() {
        byte[] body = BatchFile.body(STANDARD_INPUT, typed("{\"source\": \"a\"}\n"));

        assertThat(body).asString(StandardCharsets.UTF_8).isEqualTo("{\"executions\": [{\"source\": \"a\"}]}");
    }

    @Test
    void what_is_wrong_with_it_is_not_told_of_a_dash() {
        assertThatThrownBy(() -> BatchFile.body(STANDARD_INPUT, typed("[]")))
                .isInstanceOf(Declined.class)
                .hasMessageStartingWith("what came on the standard input is no batch: line 1 is not an object");
    }
}
