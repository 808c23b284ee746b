package freehold.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.wire.client.PolicyJson;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PolicyTextsTest {
    private static final String GRANTED = """
            {"granted": true, "refused": null, "runtime": {"name": "c", "version": "12"}, "tier": {"value": "process"},
             "limits": {"cpu_ms": {"value": %d, "from": "policy", "ceiling": 9, "ceiling_from": "server"}}, "build_limits": null}""";
    private static final String REFUSED = """
            {"granted": false, "refused": {"by": "policy", "rule": "#/limits/cpu_ms/ceiling", "detail": "Ask for at most 5."},
             "runtime": null, "tier": null, "limits": null, "build_limits": null}""";

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void an_explanation_says_of_each_limit_whose_word_it_is() {
        String text = PolicyTexts.explanation(PolicyJson.judged(bytes(GRANTED.formatted(7))), false);

        assertThat(text.lines())
                .containsExactly(
                        "granted",
                        "runtime c 12, tier process",
                        "cpu_ms                         7 by the policy   of at most            9 by the server");
    }

    @Test
    void a_refusal_says_which_rule_decided() {
        String text = PolicyTexts.explanation(PolicyJson.judged(bytes(REFUSED)), false);

        assertThat(text).isEqualTo("refused: Ask for at most 5. (policy #/limits/cpu_ms/ceiling)\n");
    }

    @Test
    void of_one_of_several_controls_it_says_that_each_counts_for_itself() {
        String text = PolicyTexts.explanation(PolicyJson.judged(bytes(REFUSED)), true);

        assertThat(text)
                .endsWith(
                        "concurrency and rates are counted by each control for itself; this is the one that was asked\n");
    }

    @Test
    void a_trial_says_what_would_change_and_what_could_not_be_read() {
        String trial = """
                {"tried": 3, "unreadable": 1, "changed": 2, "changes": [
                 {"execution": "exe_1", "before": %s, "after": %s}, {"execution": "exe_2", "before": %s, "after": %s}]}""".formatted(GRANTED.formatted(7), GRANTED.formatted(5), GRANTED.formatted(7), REFUSED);

        String text = PolicyTexts.trial(PolicyJson.trial(bytes(trial)));

        assertThat(text.lines())
                .containsExactly(
                        "exe_1: granted; cpu_ms 7 -> 5",
                        "exe_2: granted -> refused: Ask for at most 5. (policy #/limits/cpu_ms/ceiling)",
                        "2 of 3 requests would change; 1 more could not be read again");
    }

    @Test
    void a_list_says_who_has_each() {
        String list = """
                {"items": [{"name": "exam", "digest": "sha256:0123456789abcdef", "description": "", "tenants": ["ten_1", "ten_2"],
                 "tenant_names": ["school", null], "default": true}]}""";

        String text = PolicyTexts.table(PolicyJson.items(bytes(list)));

        assertThat(text).isEqualTo("exam             sha256:0123456789ab school, ten_2, (default)\n");
    }
}
