package freehold.control.cel;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.admission.Ceilings;
import freehold.control.policy.Inspection;
import freehold.refusal.FieldFault;
import freehold.wire.api.PolicyDocument;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MistakesTest {
    private final Inspection inspection = new Inspection(new CelConditions(), Ceilings.SERVER.most());

    private List<String> places(String document) {
        return inspection.mistakes(PolicyDocument.yaml(document.getBytes(StandardCharsets.UTF_8))).stream()
                .map(FieldFault::pointer)
                .toList();
    }

    @Test
    void mistakes_of_all_kinds_are_found_at_once_each_at_its_place() {
        List<String> places = places("""
                tires: gvisor
                network: allow
                rate: {executions: 0, per: minute}
                limits: {memory_bytes: {ceiling: 999999999999999}}
                conditions:
                  - {name: Bad, require: "true", message: Not so.}
                  - {name: sum, require: "1 +", message: Not so.}
                  - {name: pattern, require: "request.runtime.matches('(')", message: Not so.}
                """);

        assertThat(places)
                .containsExactly(
                        "#/tires",
                        "#/network",
                        "#/rate/executions",
                        "#/conditions/0/name",
                        "#/limits/memory_bytes/ceiling",
                        "#/conditions/1/require",
                        "#/conditions/2/require");
    }

    @Test
    void where_the_form_is_wrong_nothing_else_is_said_of_the_place() {
        assertThat(places("runtimes: 5\ntier: [glass]\n")).containsExactly("#/runtimes", "#/tier");
        assertThat(places("- a list\n")).containsExactly("#");
        assertThat(places("{")).containsExactly("#");
    }

    @Test
    void a_document_without_mistakes_has_none() {
        assertThat(places("conditions: [{name: a, require: 'true', message: Not so.}]\n"))
                .isEmpty();
    }
}
