package freehold.wire.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BatchTextTest {
    @Test
    void an_object_with_executions_is_sent_as_it_is() {
        String text = "\n{\"labels\": {},\n \"executions\": [{\"x\": 1, \"x\": 2}]}\n";

        assertThat(BatchText.body(text)).isEqualTo(text);
    }

    @Test
    void lines_become_executions_in_their_order_each_as_it_is() {
        String text = "{\"source\": \"a\", \"source\": \"b\"}\n\n  {\"n\": 1.0}\r\n";

        assertThat(BatchText.body(text))
                .isEqualTo("{\"executions\": [{\"source\": \"a\", \"source\": \"b\"},\n  {\"n\": 1.0}]}");
    }

    @Test
    void one_request_over_several_lines_is_told_from_lines() {
        assertThatThrownBy(() -> BatchText.body("{\n\"source\": \"a\"\n}")).hasMessage("line 1 is not JSON");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            ^^               | there is no request in it
            ^ ^              | there is no request in it
            {} {}            | line 1 is not JSON
            [{}]             | line 1 is not an object
            {"a": 1}],"x":[{ | line 1 is not JSON
            """)
    void what_is_neither_is_told_by_its_line(String text, String words) {
        assertThatThrownBy(() -> BatchText.body(text)).hasMessage(words);
    }
}
