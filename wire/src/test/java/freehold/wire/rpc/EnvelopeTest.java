package freehold.wire.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EnvelopeTest {
    private static Envelope read(String message) {
        return Envelope.read(message.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void says_what_a_message_is_and_passes_over_what_it_says() {
        Envelope call = read(
                "{\"params\": {\"name\": \"run\", \"arguments\": {\"name\": \"other\", \"id\": 9, \"method\": \"x\", \"_meta\": {\"progressToken\": 1}},"
                        + " \"_meta\": {\"progressToken\": \"to\\\"ken\"}}, \"id\": 7, \"method\": \"tools/call\", \"jsonrpc\": \"2.0\"}");

        assertThat(call)
                .isEqualTo(new Envelope(
                        Envelope.Kind.MESSAGE,
                        "tools/call",
                        Optional.of("7"),
                        Optional.of("\"to\\\"ken\""),
                        Optional.empty(),
                        Optional.of("run")));
    }

    @Test
    void says_which_request_is_taken_back() {
        Envelope notification = read("{\"method\": \"notifications/cancelled\", \"params\": {\"requestId\": \"a\"}}");

        assertThat(notification.cancels()).hasValue("\"a\"");
        assertThat(notification.id()).isEmpty();
        assertThat(notification.failure(-1, "no")).isEmpty();
    }

    @Test
    void what_is_no_message_has_no_method() {
        for (String text :
                new String[] {"", "[]", "nonsense", "{\"method\": 3}", "{\"method\": \"a\", \"id\":", "null"}) {
            assertThat(read(text).method()).as(text).isEmpty();
        }
        assertThat(read("{\"id\": {\"a\": 1}, \"method\": \"m\"}").id()).isEmpty();
    }

    @Test
    void tells_what_is_not_json_from_what_is_no_message() {
        assertThat(read("{\"jsonrpc\": ").kind()).isEqualTo(Envelope.Kind.NOT_JSON);
        assertThat(read("[{\"jsonrpc\": \"2.0\", \"method\": \"m\"}]").kind()).isEqualTo(Envelope.Kind.NO_MESSAGE);
        assertThat(read("{\"jsonrpc\": \"1.0\", \"method\": \"m\"}").kind()).isEqualTo(Envelope.Kind.NO_MESSAGE);
        assertThat(read("{\"jsonrpc\": [\"2.0\"], \"id\": 1}").id()).hasValue("1");
    }

    @Test
    void a_failure_is_an_answer_by_the_same_id() {
        assertThat(read("{\"id\": 3, \"method\": \"m\"}").failure(-32000, "a \"b\""))
                .hasValue("{\"jsonrpc\":\"2.0\",\"id\":3,\"error\":{\"code\":-32000,\"message\":\"a \\\"b\\\"\"}}");
    }
}
