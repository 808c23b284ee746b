package freehold.wire.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ContractDocumentTest {
    @ParameterizedTest
    @ValueSource(strings = {"physics", "ten_01m88b1zvjed7thtnnjh5vddt4"})
    void a_policy_is_assigned_to_a_tenant_by_name_or_by_id(String tenant) {
        JsonNode document = JsonMapper.shared().readTree(ContractDocument.json());

        String schema = document.at("/paths/~1v1~1policies~1{name}~1tenants~1{tenant}/parameters/1/schema/$ref")
                .stringValue();

        assertThat(document.at(schema.substring(1)).path("pattern").stringValue())
                .matches(pattern -> Pattern.matches(pattern, tenant));
    }
}
