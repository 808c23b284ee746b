package freehold.wire.frame;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;

/**
 * Cuts what a channel brings into frames. Not for several threads. It reads as much as has come, so that many small frames take one
 * system call, and grows its buffer only when frames are larger.
 */
public final class FrameReader<F extends Frame> {
    private static final int BUFFER_BYTES = 8 * 1024;

    private final ReadableByteChannel channel;
    private final Decoding<F> decoding;
    private ByteBuffer buffer =
            ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN).flip();

    private FrameReader(ReadableByteChannel channel, Decoding<F> decoding) {
        this.channel = channel;
        this.decoding = decoding;
    }

    /** Reads what the cell daemon says. */
    public static FrameReader<Answer> answers(ReadableByteChannel channel) {
        return new FrameReader<>(channel, FrameDecoder::answer);
    }

    /** Reads what a worker says. */
    public static FrameReader<Order> orders(ReadableByteChannel channel) {
        return new FrameReader<>(channel, FrameDecoder::order);
    }

    /**
     * The next frame; waits for it. Bytes in it are valid until the next call.
     *
     * @throws EOFException if the other side closed
     * @throws MalformedFrame if it is too large, or not as it must be
     */
    public F next() throws IOException {
        fill(Frame.HEADER_BYTES);
        int length = length();
        fill(Frame.HEADER_BYTES + length);
        byte type = buffer.get(buffer.position() + Integer.BYTES);
        ByteBuffer payload = buffer.slice(buffer.position() + Frame.HEADER_BYTES, length);
        buffer.position(buffer.position() + Frame.HEADER_BYTES + length);
        return decoding.decode(type, payload);
    }

    /** Whether the next frame, or the refusal of it, comes without waiting. */
    public boolean hasNext() throws MalformedFrame {
        return buffer.remaining() >= Frame.HEADER_BYTES && buffer.remaining() >= Frame.HEADER_BYTES + length();
    }

    private int length() throws MalformedFrame {
        int length = buffer.getInt(buffer.position());
        if (length < 0 || length > Frame.PAYLOAD_MAX) {
            throw new MalformedFrame("a payload of " + Integer.toUnsignedString(length) + " bytes");
        }
        return length;
    }

    private void fill(int bytes) throws IOException {
        while (buffer.remaining() < bytes) {
            makeRoom(bytes);
            ByteBuffer behind = buffer.duplicate().position(buffer.limit()).limit(buffer.capacity());
            int count = channel.read(behind);
            if (count < 0) {
                throw new EOFException(buffer.hasRemaining() ? "closed within a frame" : "closed");
            }
            buffer.limit(buffer.limit() + count);
        }
    }

    private void makeRoom(int bytes) {
        if (bytes > buffer.capacity()) {
            // a large frame is seldom alone: room for two
            int capacity = Math.min(2 * bytes, Frame.HEADER_BYTES + Frame.PAYLOAD_MAX);
            buffer = ByteBuffer.allocate(capacity)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put(buffer)
                    .flip();
        } else if (!buffer.hasRemaining()) {
            buffer.clear().flip();
        } else if (buffer.position() + bytes > buffer.capacity()) {
            buffer.compact().flip();
        }
    }

    private interface Decoding<F extends Frame> {
        F decode(byte type, ByteBuffer payload) throws MalformedFrame;
    }
}
