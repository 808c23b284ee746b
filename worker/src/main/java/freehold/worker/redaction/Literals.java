package freehold.worker.redaction;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;

/** A value as the inside of a string literal: in JSON, and as languages show a string to who debugs. */
final class Literals {
    private static final HexFormat HEX = HexFormat.of();
    private static final HexFormat UPPER_HEX = HEX.withUpperCase();
    private static final char NONE = '\0';

    /** What JSON need not escape, and encoders do that care for pages of HTML: Go's, and Gson. */
    private static final String[] UNSAFE_IN_HTML = {"<>&", "<>&='"};

    private Literals() {}

    /** Each way in which it differs from the value, once; of a value that is no text, what bytes above ASCII are is left to the others. */
    static void add(Set<String> forms, byte[] value) {
        String bytes = new String(value, StandardCharsets.ISO_8859_1);
        for (char quote : new char[] {'"', '\'', NONE}) {
            forms.add(escaped(bytes, quote, false, HEX));
            forms.add(hexadecimal(bytes, quote, false));
            forms.add(hexadecimal(bytes, quote, true));
        }
        String json = escaped(bytes, '"', false, HEX);
        for (String unsafe : UNSAFE_IN_HTML) {
            forms.add(units(json, unsafe));
        }
        String text = new String(value, StandardCharsets.UTF_8);
        for (HexFormat digits : new HexFormat[] {HEX, UPPER_HEX}) {
            forms.add(escaped(bytes, '"', false, digits));
            forms.add(ascii(escaped(text, '"', false, digits), digits));
            forms.add(ascii(escaped(text, '"', true, digits), digits));
        }
    }

    /** By a backslash: itself, the quote, and what is no character to be seen. */
    private static String escaped(String text, char quote, boolean slashes, HexFormat controls) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            switch (each) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\\' -> out.append("\\\\");
                default -> {
                    if ((each == quote && quote != NONE) || (each == '/' && slashes)) {
                        out.append('\\').append(each);
                    } else if (each < ' ') {
                        unit(out, each, controls);
                    } else {
                        out.append(each);
                    }
                }
            }
        }
        return out.toString();
    }

    /** As Python shows bytes, and of text what is no character to be seen. */
    private static String hexadecimal(String bytes, char quote, boolean all) {
        StringBuilder out = new StringBuilder(bytes.length());
        for (int i = 0; i < bytes.length(); i++) {
            char each = bytes.charAt(i);
            switch (each) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (each == quote && quote != NONE) {
                        out.append('\\').append(each);
                    } else if (each < ' ' || each == 0x7f || (all && each > '~')) {
                        out.append("\\x").append(HEX.toHexDigits((byte) each));
                    } else {
                        out.append(each);
                    }
                }
            }
        }
        return out.toString();
    }

    private static String units(String text, String which) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (which.indexOf(text.charAt(i)) >= 0) {
                unit(out, text.charAt(i), HEX);
            } else {
                out.append(text.charAt(i));
            }
        }
        return out.toString();
    }

    private static String ascii(String text, HexFormat digits) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > '~') {
                unit(out, text.charAt(i), digits);
            } else {
                out.append(text.charAt(i));
            }
        }
        return out.toString();
    }

    private static void unit(StringBuilder out, char unit, HexFormat digits) {
        out.append("\\u").append(digits.toHexDigits(unit));
    }
}
