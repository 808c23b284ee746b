package freehold.wire.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schema of docs/receipts.md has what is written, and names every member of it. */
final class ReceiptPageTest {
    private static final Path HOME = Path.of(System.getProperty("freehold.home"));

    private static JsonNode schema() throws Exception {
        String page = Files.readString(HOME.resolve("docs/receipts.md"));
        int begin = page.indexOf("```json\n") + "```json\n".length();
        return JsonMapper.shared().readTree(page.substring(begin, page.indexOf("```", begin)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"statement-whole.json", "statement-nothing-ran.json"})
    void the_page_describes_what_is_signed(String golden) throws Exception {
        JsonNode schema = schema();
        JsonNode predicate = JsonMapper.shared()
                .readTree(Files.readAllBytes(HOME.resolve("wire/src/test/resources/freehold/wire/receipt")
                        .resolve(golden)))
                .path("predicate");
        Schema compiled = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema);

        List<Error> errors = compiled.validate(predicate.toString(), InputFormat.JSON);

        assertThat(errors).isEmpty();
        assertThat(schema.path("properties").propertyNames()).containsAll(predicate.propertyNames());
    }
}
