package freehold.control.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PackedTest {
    @Test
    void a_document_is_packed_alike_whatever_was_packed_before_it() {
        byte[] document = "a receipt, a receipt".getBytes(StandardCharsets.US_ASCII);
        byte[] large = "0123456789abcdef".repeat(10_000).getBytes(StandardCharsets.US_ASCII);

        byte[] first = Packed.pack(document);
        byte[] between = Packed.pack(large);
        byte[] again = Packed.pack(document);

        assertThat(HexFormat.of().formatHex(first)).isEqualTo("789c4b54284a4d4ecd2c28d1514884310148d50727");
        assertThat(again).isEqualTo(first);
        assertThat(Packed.unpack(between)).isEqualTo(large);
        assertThat(Packed.unpack(again)).isEqualTo(document);
    }

    @Test
    void threads_that_pack_at_one_time_do_not_meet() {
        boolean same = IntStream.range(0, 200).parallel().allMatch(i -> {
            byte[] document = ("document " + i).repeat(100 + i).getBytes(StandardCharsets.US_ASCII);
            return Arrays.equals(document, Packed.unpack(Packed.pack(document)));
        });

        assertThat(same).isTrue();
    }
}
