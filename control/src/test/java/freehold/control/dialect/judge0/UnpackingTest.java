package freehold.control.dialect.judge0;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.dialect.PeerJson;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class UnpackingTest {
    private static final JsonNode PLAIN = PeerJson.object().put("source_code", "1");
    private static final JsonNode WITH_ARCHIVE = PeerJson.object().put("additional_files", "UEsDBA==");

    private final Unpacking unpacking = new Unpacking((2 * 8 * 20L) << 20, Duration.ZERO);

    @Test
    void no_more_archives_are_in_memory_than_a_part_of_the_heap_holds() throws Exception {
        Optional<Unpacking.Held> first = unpacking.begin(WITH_ARCHIVE);
        Optional<Unpacking.Held> second = unpacking.begin(WITH_ARCHIVE);

        assertThat(unpacking.begin(WITH_ARCHIVE)).isEmpty();
        assertThat(unpacking.begin(PLAIN)).isPresent();
        second.orElseThrow().close();
        assertThat(first).isPresent();
        assertThat(unpacking.begin(WITH_ARCHIVE)).isPresent();
    }

    @Test
    void a_place_is_given_back_once() throws Exception {
        Unpacking.Held held = unpacking.begin(WITH_ARCHIVE).orElseThrow();
        held.close();
        held.close();

        assertThat(unpacking.begin(WITH_ARCHIVE)).isPresent();
        assertThat(unpacking.begin(WITH_ARCHIVE)).isPresent();
        assertThat(unpacking.begin(WITH_ARCHIVE)).isEmpty();
    }

    @Test
    void a_small_heap_has_a_place_too() throws Exception {
        assertThat(new Unpacking(1, Duration.ZERO).begin(WITH_ARCHIVE)).isPresent();
    }
}
