package freehold.wire.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.wire.link.Stream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
    @Provide
    Arbitrary<List<Answer>> answers() {
        return Frames.any()
                .filter(Answer.class::isInstance)
                .map(Answer.class::cast)
                .list()
                .ofMaxSize(20);
    }

    @Property(tries = 200)
    void finds_the_frames_however_the_bytes_arrive(
            @ForAll("answers") List<Answer> answers, @ForAll @IntRange(min = 1, max = 300) int piece)
            throws IOException {
        FrameReader<Answer> reader = FrameReader.answers(new Pieces(bytesOf(answers), piece));

        for (Answer answer : answers) {
            assertThat(reader.next()).isEqualTo(answer);
        }
        assertThatThrownBy(reader::next).isInstanceOf(EOFException.class).hasMessage("closed");
    }

    @Test
    void reads_frames_larger_than_its_first_buffer() throws IOException {
        Answer large = new Answer.Output(Stream.STDOUT, ByteBuffer.allocate(Frame.CHUNK_MAX));
        Answer small = new Answer.End(false);
        FrameReader<Answer> reader =
                FrameReader.answers(new Pieces(bytesOf(List.of(small, large, small, large)), 9_999));

        assertThat(reader.next()).isEqualTo(small);
        assertThat(reader.next()).isEqualTo(large);
        assertThat(reader.next()).isEqualTo(small);
        assertThat(reader.next()).isEqualTo(large);
    }

    @Test
    void knows_whether_the_next_frame_is_already_here() throws IOException {
        byte[] bytes = bytesOf(List.of(new Answer.Started(), new Answer.End(true), new Answer.Ready(1)));
        FrameReader<Answer> reader = FrameReader.answers(new Pieces(bytes, bytes.length - 1));

        boolean before = reader.hasNext();
        reader.next();
        boolean afterOne = reader.hasNext();
        reader.next();
        boolean afterTwo = reader.hasNext();

        assertThat(List.of(before, afterOne, afterTwo)).containsExactly(false, true, false);
    }

    @Test
    void refuses_a_frame_that_ends_with_the_connection() throws IOException {
        byte[] bytes = bytesOf(List.of(new Answer.Ready(1)));
        FrameReader<Answer> reader = FrameReader.answers(new Pieces(Arrays.copyOf(bytes, bytes.length - 1), 100));

        assertThatThrownBy(reader::next).isInstanceOf(EOFException.class).hasMessage("closed within a frame");
    }

    @Test
    void refuses_a_length_beyond_the_largest_before_reading_on() {
        byte[] tooLong = {1, 0, 4, 0, 66};
        byte[] negative = {-1, -1, -1, -1, 66};

        assertThatThrownBy(FrameReader.answers(new Pieces(tooLong, 5))::next).isInstanceOf(MalformedFrame.class);
        assertThatThrownBy(FrameReader.answers(new Pieces(negative, 5))::next).isInstanceOf(MalformedFrame.class);
    }

    private static byte[] bytesOf(List<Answer> answers) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        answers.forEach(answer -> bytes.writeBytes(Frames.encoded(answer)));
        return bytes.toByteArray();
    }

    /** A channel that brings at most so many bytes at once. */
    private record Pieces(ByteBuffer bytes, int piece) implements ReadableByteChannel {
        Pieces(byte[] bytes, int piece) {
            this(ByteBuffer.wrap(bytes), piece);
        }

        @Override
        public int read(ByteBuffer to) {
            if (!bytes.hasRemaining()) {
                return -1;
            }
            int count = Math.min(piece, Math.min(to.remaining(), bytes.remaining()));
            to.put(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
