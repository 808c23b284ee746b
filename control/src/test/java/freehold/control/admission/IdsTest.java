package freehold.control.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

final class IdsTest {
    @Property
    void an_id_that_is_made_later_sorts_later(
            @ForAll @LongRange(min = 0, max = 4_000_000_000_000_000L) long micros,
            @ForAll @LongRange(min = 1, max = 1_000_000_000) long later,
            @ForAll long seed) {
        Instant first = Instant.EPOCH.plusNanos(micros * 1_000);
        Random random = new Random(seed);

        String one = new Ids(() -> first, random).execution().value();
        String two = new Ids(() -> first.plusNanos(later * 1_000), random)
                .execution()
                .value();

        assertThat(one).isLessThan(two);
    }

    @Test
    void an_id_has_the_version_and_the_variant_of_a_uuid_7() {
        Instant instant = Instant.ofEpochMilli(0x0123456789ABL);

        String id = new Ids(() -> instant, new Random(1)).execution().value().substring(4);

        long high = 0;
        long low = 0;
        for (int i = 0; i < id.length(); i++) {
            high = (high << 5) | (low >>> 59);
            low = (low << 5) | "0123456789abcdefghjkmnpqrstvwxyz".indexOf(id.charAt(i));
        }
        assertThat(high >>> 16).isEqualTo(0x0123456789ABL);
        assertThat((high >>> 12) & 0xf).isEqualTo(7);
        assertThat(low >>> 62).isEqualTo(0b10);
    }

    @Test
    void ids_of_one_moment_differ() {
        Ids ids = new Ids(() -> Instant.EPOCH, new Random(1));

        Set<String> made = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            made.add(ids.execution().value());
        }

        assertThat(made).hasSize(10_000);
    }
}
