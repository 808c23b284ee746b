package freehold.wire.api;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** JSON pointers as URI fragments (RFC 6901, section 6), such as {@code #/limits/cpu_ms}. */
final class Pointer {
    private static final String UNESCAPED = "-._~!$&'()*+,;=:@/?";
    private static final int SHOWN_MAX = 200;

    private Pointer() {}

    /** From a plain pointer: each byte that a fragment cannot hold is percent-encoded; what is very long is cut. */
    static String fragment(String plain) {
        StringBuilder fragment = new StringBuilder("#");
        String shown = plain.length() > SHOWN_MAX ? plain.substring(0, SHOWN_MAX) : plain;
        for (byte each : shown.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (each & 0xff);
            if (character < 0x80 && (Character.isLetterOrDigit(character) || UNESCAPED.indexOf(character) >= 0)) {
                fragment.append(character);
            } else {
                fragment.append('%').append(HexFormat.of().withUpperCase().toHexDigits(each));
            }
        }
        return fragment.toString();
    }
}
