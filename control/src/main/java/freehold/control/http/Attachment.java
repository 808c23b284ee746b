package freehold.control.http;

import freehold.execution.WorkPath;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The header that makes a browser save a file instead of showing it (RFC 6266), with its last name in both forms. */
final class Attachment {
    private static final String TOKEN = "!#$&+-.^_`|~";

    private Attachment() {}

    static String header(WorkPath path) {
        String name = path.value().substring(path.value().lastIndexOf('/') + 1);
        return "attachment; filename=\"" + name.replaceAll("[^A-Za-z0-9._ -]", "_") + "\"; filename*=UTF-8''"
                + encoded(name);
    }

    /** RFC 8187, section 3.2. */
    private static String encoded(String name) {
        StringBuilder encoded = new StringBuilder();
        for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (each & 0xff);
            if (character < 0x80 && (Character.isLetterOrDigit(character) || TOKEN.indexOf(character) >= 0)) {
                encoded.append(character);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(each));
            }
        }
        return encoded.toString();
    }
}
