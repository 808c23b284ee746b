package freehold.wire.api;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.refusal.Invalid;
import freehold.refusal.Malformed;
import freehold.refusal.Within;
import freehold.wire.api.BatchDecoder.Batch;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchDecoderTest {
    private static Batch decode(String text) {
        return BatchDecoder.decode(text.getBytes(StandardCharsets.UTF_8), _ -> Optional.empty());
    }

    @Test
    void each_execution_keeps_the_text_that_it_came_as() {
        String first = "{ \"runtime\":\"python\", \"source\":\"print('é😀')\" }";
        String second = "{\"runtime\":\"c\",\"files\":[{\"path\":\"a.c\",\"content\":\"}]\"}]}";

        Batch batch = decode(" {\"executions\": [\n" + first + " ,\t" + second + "]} ");

        assertThat(((Batch.Understood) batch).items())
                .extracting(item -> new String(item.body(), StandardCharsets.UTF_8))
                .containsExactly(first, second);
    }

    @Test
    void labels_of_the_batch_are_given_to_each_execution_that_has_none_of_that_name() {
        Batch batch = decode("{\"executions\": [{\"runtime\":\"c\",\"source\":\"\",\"labels\":{\"a\":\"mine\"}}],"
                + " \"labels\": {\"a\":\"all\",\"b\":\"all\"}}");

        assertThat(((Batch.Understood) batch).items().getFirst().request().labels())
                .isEqualTo(Map.of("a", "mine", "b", "all"));
    }

    @Test
    void a_fault_is_named_with_the_place_of_its_execution() {
        Batch batch = decode(
                "{\"executions\": [{\"runtime\":\"c\",\"source\":\"\"}, {\"runtime\":\"c\",\"source\":\"\",\"odd\":1}]}");

        Within refusal = (Within) ((Batch.Declined) batch).refusal();
        assertThat(refusal.place()).isEqualTo("#/executions/1");
        assertThat(((Malformed) refusal.inner()).faults().getFirst().pointer()).isEqualTo("#/odd");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"executions\": [1]}",
                "{\"executions\": {}}",
                "{\"executions\": [{}], \"odd\": 1}",
                "{\"executions\": [{}], \"executions\": [{}]}",
                "{\"executions\": [{\"a\":1,\"a\":1}]}",
                "{\"executions\": [{}]} {}",
                "{\"executions\": [{}"
            })
    void what_is_not_as_the_contract_has_it_is_malformed(String text) {
        assertThat(((Batch.Declined) decode(text)).refusal()).isInstanceOf(Malformed.class);
    }

    @Test
    void none_and_more_than_a_thousand_are_too_few_and_too_many() {
        String item = "{\"runtime\":\"c\",\"source\":\"\"}";
        String thousand = String.join(",", Collections.nCopies(1_000, item));

        assertThat(decode("{\"executions\": [" + thousand + "]}")).isInstanceOf(Batch.Understood.class);
        assertThat(((Batch.Declined) decode("{\"executions\": [" + thousand + "," + item + "]}")).refusal())
                .isInstanceOf(Invalid.class);
        assertThat(((Batch.Declined) decode("{\"executions\": []}")).refusal()).isInstanceOf(Invalid.class);
        assertThat(((Batch.Declined) decode("{}")).refusal()).isInstanceOf(Invalid.class);
    }
}
