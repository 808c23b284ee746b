package freehold.wire.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProblemJsonTest {
    @Test
    void says_once_what_the_detail_says_already() {
        ProblemJson problem = read("""
                {"type": "/errors/invalid", "title": "Invalid", "status": 422,
                 "detail": "Change the request: #/limits/memory_bytes must be at least 1048576, not 1.",
                 "errors": [{"pointer": "#/limits/memory_bytes", "detail": "must be at least 1048576, not 1"}]}
                """);

        assertThat(problem.slug()).isEqualTo("invalid");
        assertThat(problem.sentence())
                .isEqualTo("Change the request: #/limits/memory_bytes must be at least 1048576, not 1.");
    }

    @Test
    void says_each_field_that_the_detail_leaves_out() {
        ProblemJson problem = read("""
                {"type": "/errors/invalid", "detail": "Change the request: #/a is wrong.",
                 "errors": [{"pointer": "#/a", "detail": "is wrong"}, {"pointer": "#/b", "detail": "is too"}]}
                """);

        assertThat(problem.sentence()).isEqualTo("Change the request: #/a is wrong. #/b: is too");
    }

    @Test
    void says_all_fields_where_there_is_no_detail() {
        ProblemJson problem = read(
                "{\"title\": \"Not as it should be.\", \"errors\": [{\"pointer\": \"#/a\", \"detail\": \"is wrong\"}]}");

        assertThat(problem.sentence()).isEqualTo("Not as it should be. #/a: is wrong");
    }

    @Test
    void says_nothing_to_a_terminal() {
        assertThat(read("{\"detail\": \"No.\\u001b[2J\\u009b1m\"}").sentence()).isEqualTo("No.?[2J?1m");
    }

    @Test
    void says_the_status_of_what_is_no_problem_document() {
        assertThat(read("<html>").sentence()).contains("status 422");
    }

    private static ProblemJson read(String body) {
        return ProblemJson.read(422, body.getBytes(StandardCharsets.UTF_8));
    }
}
