package freehold.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestTest {
    @Test
    void a_copy_with_one_thing_changed_keeps_who_is_told_of_the_end() {
        Content.Inline nothing = new Content.Inline(new byte[0]);
        Request plain = Request.ofSource("python", nothing, List.of(), nothing, Map.of());
        Callback callback = new Callback("https://hooks.example/end", Optional.empty());
        Request told = new Request(
                plain.runtime(),
                plain.source(),
                plain.files(),
                plain.entry(),
                plain.args(),
                plain.env(),
                plain.buildArgs(),
                plain.buildEnv(),
                plain.stdin(),
                plain.limits(),
                plain.buildLimits(),
                plain.tier(),
                plain.collect(),
                plain.labels(),
                Optional.of(callback));

        assertThat(told.collecting(List.of("*.png")).callback()).contains(callback);
        assertThat(told.withLabels(Map.of("a", "b")).callback()).contains(callback);
        assertThat(plain.callback()).isEmpty();
    }
}
