package freehold.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.wire.api.ContractDocument;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class ErrorPageTest {
    @Test
    void the_contract_names_the_same_slugs() {
        List<String> slugs = new ArrayList<>();

        JsonMapper.shared()
                .readTree(ContractDocument.json())
                .at("/components/schemas/Slug/enum")
                .forEach(each -> slugs.add(each.stringValue()));

        assertThat(slugs)
                .isEqualTo(
                        Arrays.stream(ErrorKind.values()).map(ErrorKind::slug).toList());
    }

    @Test
    void a_browser_gets_a_page_and_a_program_gets_json() {
        assertThat(ErrorPage.isForPeople("text/html,application/xhtml+xml;q=0.9"))
                .isTrue();
        assertThat(ErrorPage.isForPeople("application/json")).isFalse();
        assertThat(ErrorPage.isForPeople(null)).isFalse();
    }
}
