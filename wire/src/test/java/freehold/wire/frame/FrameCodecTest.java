package freehold.wire.frame;

import static freehold.wire.frame.Frames.encoded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FrameCodecTest {
    @Provide
    Arbitrary<Frame> frames() {
        return Frames.any();
    }

    @Property
    void decoding_undoes_encoding(@ForAll("frames") Frame frame) throws MalformedFrame {
        ByteBuffer payload = payloadOf(encoded(frame));
        byte type = FrameType.of(frame);

        Frame again = switch (frame) {
            case Order _ -> FrameDecoder.order(type, payload);
            case Answer _ -> FrameDecoder.answer(type, payload);
        };

        assertThat(again).isEqualTo(frame);
    }

    @Property
    void a_frame_with_a_byte_left_over_is_refused(@ForAll("frames") Frame frame) {
        byte[] whole = encoded(frame);
        byte[] longer = Arrays.copyOf(whole, whole.length + 1);

        if (!endsInBytes(frame)) {
            assertThatThrownBy(() -> decode(frame, payloadOf(longer))).isInstanceOf(MalformedFrame.class);
        }
    }

    @Property
    void a_frame_that_is_too_short_is_refused(@ForAll("frames") Frame frame) {
        byte[] whole = encoded(frame);

        if (!endsInBytes(frame)) {
            for (int length = Frame.HEADER_BYTES; length < whole.length; length++) {
                ByteBuffer cut = payloadOf(Arrays.copyOf(whole, length));
                assertThatThrownBy(() -> decode(frame, cut)).isInstanceOf(MalformedFrame.class);
            }
        }
    }

    @Property
    void whatever_comes_is_a_frame_or_refused(@ForAll byte type, @ForAll @Size(max = 200) byte[] payload) {
        for (Decoding decoding : List.<Decoding>of(FrameDecoder::order, FrameDecoder::answer)) {
            try {
                Frame frame = decoding.decode(type, ByteBuffer.wrap(payload));
                assertThat(FrameType.of(frame)).isEqualTo(type);
            } catch (MalformedFrame refused) {
                assertThat(refused).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void each_side_refuses_what_only_the_other_says() {
        ByteBuffer nothing = ByteBuffer.allocate(0);

        assertThatThrownBy(() -> FrameDecoder.order(FrameType.STARTED, nothing)).isInstanceOf(MalformedFrame.class);
        assertThatThrownBy(() -> FrameDecoder.answer(FrameType.KILL, nothing)).isInstanceOf(MalformedFrame.class);
    }

    @Test
    void a_count_beyond_the_payload_takes_no_memory_for_it() {
        ByteBuffer payload =
                ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(0, Integer.MAX_VALUE);

        assertThatThrownBy(() -> FrameDecoder.order(FrameType.EXEC, payload)).isInstanceOf(MalformedFrame.class);
    }

    @Test
    void an_encoder_refuses_what_the_other_side_would() {
        FrameEncoder encoder = new FrameEncoder();
        Order nul = new Order.Fetch("a\0b", 1);
        Order large = new Order.Input(ByteBuffer.allocate(Frame.CHUNK_MAX + 1));
        Order huge = new Order.Exec(
                List.of("x".repeat(Frame.PAYLOAD_MAX)), List.of(), "", 1, 1, 1, Order.Feed.EMPTY, Optional.empty());

        for (Order order : List.of(nul, large, huge)) {
            assertThatThrownBy(() -> encoder.append(order)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(encoder.take().hasRemaining()).isFalse();
    }

    @Test
    void encoding_leaves_the_bytes_as_they_were() {
        ByteBuffer bytes = ByteBuffer.wrap("hello".getBytes(StandardCharsets.UTF_8));

        new FrameEncoder().append(new Order.Data(bytes)).append(new Order.Data(bytes));

        assertThat(bytes.remaining()).isEqualTo(5);
    }

    private static Frame decode(Frame like, ByteBuffer payload) throws MalformedFrame {
        return switch (like) {
            case Order _ -> FrameDecoder.order(FrameType.of(like), payload);
            case Answer _ -> FrameDecoder.answer(FrameType.of(like), payload);
        };
    }

    private static boolean endsInBytes(Frame frame) {
        return switch (frame) {
            case Order.Data _, Order.Input _, Answer.Data _, Answer.Output _ -> true;
            case Order _, Answer _ -> false;
        };
    }

    private static ByteBuffer payloadOf(byte[] whole) {
        return ByteBuffer.wrap(whole, Frame.HEADER_BYTES, whole.length - Frame.HEADER_BYTES);
    }

    private interface Decoding {
        Frame decode(byte type, ByteBuffer payload) throws MalformedFrame;
    }
}
