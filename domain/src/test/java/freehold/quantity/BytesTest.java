package freehold.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BytesTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "512, 512 B",
        "1023, 1023 B",
        "1024, 1 KiB",
        "1536, 1.5 KiB",
        "1048576, 1 MiB",
        "9332326, 8.9 MiB",
        "4294967296, 4 GiB",
        "9223372036854775807, 8 EiB",
    })
    void reads_well(long count, String text) {
        assertThat(new Bytes(count)).hasToString(text);
    }

    @Test
    void refuses_what_is_below_nothing_or_beyond_all() {
        assertThatThrownBy(() -> new Bytes(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Bytes.gibi(Long.MAX_VALUE)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> new Bytes(Long.MAX_VALUE).plus(new Bytes(1))).isInstanceOf(ArithmeticException.class);
    }

    @Property
    void pages_hold_the_bytes_and_waste_less_than_one(@ForAll @LongRange(min = 0, max = 1L << 50) long count) {
        long pages = new Bytes(count).inPages().count();

        assertThat(pages).isBetween(count, count + 4095);
        assertThat(pages % 4096).isZero();
    }

    @Property
    void orders_as_numbers_do(@ForAll @LongRange(min = 0) long one, @ForAll @LongRange(min = 0) long other) {
        assertThat(Integer.signum(new Bytes(one).compareTo(new Bytes(other)))).isEqualTo(Long.compare(one, other));
    }
}
