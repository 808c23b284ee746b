package freehold.quantity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class Rfc3339Test {
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    @Test
    void a_moment_has_as_many_digits_as_every_other_one() {
        Instant moment = Instant.parse("2026-01-02T03:04:05.006007999Z");

        assertThat(Rfc3339.millis(moment)).isEqualTo("2026-01-02T03:04:05.006Z");
        assertThat(Rfc3339.micros(moment)).isEqualTo("2026-01-02T03:04:05.006007Z");
        assertThat(Rfc3339.millis(Instant.EPOCH)).isEqualTo("1970-01-01T00:00:00.000Z");
    }

    @Test
    void a_year_that_the_rfc_does_not_know_has_a_sign() {
        assertThat(Rfc3339.millis(Instant.parse("+12345-01-02T03:04:05Z"))).isEqualTo("+12345-01-02T03:04:05.000Z");
        assertThat(Rfc3339.millis(Instant.parse("-0001-01-02T03:04:05Z"))).isEqualTo("-0001-01-02T03:04:05.000Z");
    }

    @Test
    void any_moment_is_written_as_the_formatter_of_java_writes_it() {
        Random random = new Random(7);
        long first = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
        long last = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
        for (int i = 0; i < 10_000; i++) {
            Instant moment = Instant.ofEpochSecond(random.nextLong(first, last + 1), random.nextInt(1_000_000_000));

            assertThat(Rfc3339.millis(moment)).isEqualTo(MILLIS.format(moment));
            assertThat(Rfc3339.micros(moment)).isEqualTo(MICROS.format(moment));
        }
    }
}
