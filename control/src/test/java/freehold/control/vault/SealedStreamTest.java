package freehold.control.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SealedStreamTest {
    private static final int PIECE = SealedStream.SEGMENT + 16;

    private final byte[] key = SealedStream.key();

    private byte[] sealed(byte[] plain) throws IOException {
        return SealedStream.sealing(key, new ByteArrayInputStream(plain)).readAllBytes();
    }

    private byte[] opened(byte[] sealed) throws IOException {
        return SealedStream.opening(key, new ByteArrayInputStream(sealed)).readAllBytes();
    }

    private static byte[] content(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 131_072, 200_000})
    void content_of_any_length_comes_back_and_its_length_is_known_before(int size) throws IOException {
        byte[] plain = content(size);

        byte[] sealed = sealed(plain);

        assertThat(opened(sealed)).isEqualTo(plain);
        assertThat(SealedStream.plainBytes(sealed.length)).isEqualTo(size);
    }

    @Test
    void what_is_cut_off_left_out_added_or_in_another_order_is_refused() throws IOException {
        byte[] sealed = sealed(content(3 * SealedStream.SEGMENT));
        byte[] cut = Arrays.copyOf(sealed, 2 * PIECE);
        byte[] without = joined(Arrays.copyOf(sealed, PIECE), Arrays.copyOfRange(sealed, 2 * PIECE, sealed.length));
        byte[] twice = joined(sealed, Arrays.copyOf(sealed, PIECE));
        byte[] turned = joined(
                Arrays.copyOfRange(sealed, PIECE, 2 * PIECE),
                Arrays.copyOf(sealed, PIECE),
                Arrays.copyOfRange(sealed, 2 * PIECE, sealed.length));
        byte[] flipped = sealed.clone();
        flipped[PIECE + 5] ^= 1;

        for (byte[] wrong : new byte[][] {cut, without, twice, turned, flipped, new byte[0]}) {
            assertThatThrownBy(() -> opened(wrong)).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 131_071, 131_072, 199_999})
    void from_any_place_on_it_is_read_without_what_is_before(int offset) throws IOException {
        byte[] plain = content(200_000);
        byte[] sealed = sealed(plain);
        int from = (int) SealedStream.segmentAt(offset);

        byte[] tail = SealedStream.openingAt(offset, key, new ByteArrayInputStream(sealed, from, sealed.length - from))
                .readAllBytes();

        assertThat(tail).isEqualTo(Arrays.copyOfRange(plain, offset, plain.length));
        assertThat(from).isEqualTo(offset / SealedStream.SEGMENT * PIECE);
    }

    @Test
    void a_segment_in_the_place_of_another_is_refused_from_there_on_too() throws IOException {
        byte[] sealed = sealed(content(3 * SealedStream.SEGMENT));

        assertThatThrownBy(() -> SealedStream.openingAt(
                                SealedStream.SEGMENT, key, new ByteArrayInputStream(sealed, 0, sealed.length))
                        .readAllBytes())
                .isInstanceOf(IOException.class);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
