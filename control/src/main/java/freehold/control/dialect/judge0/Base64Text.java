package freehold.control.dialect.judge0;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Base64 as the peer's language has it: lines of 60 characters, each ended by a newline; read leniently, junk is passed over. */
final class Base64Text {
    private static final Base64.Encoder ENCODER = Base64.getMimeEncoder(60, new byte[] {'\n'});
    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private Base64Text() {}

    static String encode(byte[] bytes) {
        return bytes.length == 0 ? "" : new String(ENCODER.encode(bytes), StandardCharsets.US_ASCII) + "\n";
    }

    /** Never fails: it ends at the first {@code =}, and what is left of an unfinished group is dropped. */
    static byte[] decode(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() / 4 * 3);
        int held = 0;
        int bits = 0;
        for (int i = 0; i < text.length() && text.charAt(i) != '='; i++) {
            int digit = DIGITS.indexOf(text.charAt(i));
            if (digit >= 0) {
                held = held << 6 | digit;
                bits += 6;
            }
            if (bits >= 8) {
                bits -= 8;
                bytes.write(held >> bits);
                held &= (1 << bits) - 1;
            }
        }
        return bytes.toByteArray();
    }
}
