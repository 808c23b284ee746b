package freehold.worker.redaction;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;

/** A value as the inside of a string literal: in JSON, and as languages show a string to who debugs. */
final class Literals {
    private static final HexFormat HEX = HexFormat.of();
    private static final char NONE = '\0';

    private Literals() {}

    /** Each way in which it differs from the value, once; of a value that is no text, what bytes above ASCII are is left to the others. */
    static void add(Set<String> forms, byte[] value) {
        String bytes = new String(value, StandardCharsets.ISO_8859_1);
        for (char quote : new char[] {'"', '\'', NONE}) {
            forms.add(escaped(bytes, quote, false));
        }
        String text = new String(value, StandardCharsets.UTF_8);
        for (HexFormat digits : new HexFormat[] {HEX, HEX.withUpperCase()}) {
            forms.add(ascii(escaped(text, '"', false), digits));
            forms.add(ascii(escaped(text, '"', true), digits));
        }
    }

    /** By a backslash: itself, the quote, and what is no character to be seen. */
    private static String escaped(String text, char quote, boolean slashes) {
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
                        unit(out, each, HEX);
                    } else {
                        out.append(each);
                    }
                }
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
