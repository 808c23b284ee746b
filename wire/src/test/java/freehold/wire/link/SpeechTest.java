package freehold.wire.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SpeechTest {
    @ParameterizedTest
    @CsvSource({"1, 1", "65536, 1", "65537, 2", "200000, 4"})
    void long_input_is_cut_into_as_few_pieces_as_can_be_and_is_their_sum(int bytes, int count) {
        byte[] all = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            all[i] = (byte) (i * 31);
        }

        List<Speech.Input> pieces = Speech.Input.pieces(all);

        ByteArrayOutputStream sum = new ByteArrayOutputStream();
        pieces.forEach(piece -> sum.writeBytes(piece.bytes()));
        assertThat(pieces).hasSize(count);
        assertThat(sum.toByteArray()).isEqualTo(all);
    }

    @Test
    void no_input_has_no_pieces() {
        assertThat(Speech.Input.pieces(new byte[0])).isEmpty();
    }
}
