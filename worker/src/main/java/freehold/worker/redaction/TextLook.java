package freehold.worker.redaction;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Whether a file is text: UTF-8 without NUL. */
public final class TextLook {
    private static final int CHUNK = 64 << 10;

    private TextLook() {}

    /** Reads the stream as far as it takes to know. */
    public static boolean isText(InputStream in) throws IOException {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK);
        CharBuffer characters = CharBuffer.allocate(CHUNK);
        boolean over = false;
        while (!over) {
            int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
            over = count < 0;
            for (int i = 0; i < count; i++) {
                if (bytes.array()[bytes.position() + i] == 0) {
                    return false;
                }
            }
            bytes.position(bytes.position() + Math.max(0, count));
            bytes.flip();
            if (decoder.decode(bytes, characters, over).isError()) {
                return false;
            }
            bytes.compact();
            characters.clear();
        }
        return true;
    }
}
