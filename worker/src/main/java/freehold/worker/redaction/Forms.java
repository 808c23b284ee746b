package freehold.worker.redaction;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The forms in which a value is looked for. */
final class Forms {
    /** Shorter values are looked for as they are, and in no other form. */
    private static final int ENCODED_LEAST = 8;

    /** As short as values may be. */
    private static final int LINE_LEAST = 4;

    private static final int BASE64_GROUP = 3;
    private static final Pattern LINE_END = Pattern.compile("(?<!\r)\n");

    private Forms() {}

    /** Each once, a character for each byte; the value itself is the first. */
    static Set<String> of(byte[] value) {
        Set<String> forms = new LinkedHashSet<>();
        forms.add(new String(value, StandardCharsets.ISO_8859_1));
        byte[] line = stripped(value);
        if (line.length >= LINE_LEAST) {
            forms.add(new String(
                    line, StandardCharsets.ISO_8859_1)); // a value that ends in a newline is seldom written with it
        }
        for (String each : List.copyOf(forms)) {
            forms.add(LINE_END.matcher(each).replaceAll("\r\n")); // as a terminal shows lines
            forms.add(each.replace("\n", "\\n")); // as JSON and most languages write them
        }
        for (byte[] each : line.length == value.length ? new byte[][] {value} : new byte[][] {value, line}) {
            if (each.length >= ENCODED_LEAST) {
                String hex = HexFormat.of().formatHex(each);
                forms.add(hex);
                forms.add(hex.toUpperCase(Locale.ROOT));
                base64(forms, each);
                url(forms, each);
                Literals.add(forms, each);
            }
        }
        return forms;
    }

    private static byte[] stripped(byte[] value) {
        int end = value.length;
        while (end > 0 && (value[end - 1] == '\n' || value[end - 1] == '\r')) {
            end--;
        }
        return Arrays.copyOf(value, end);
    }

    /**
     * In both alphabets, at each of the three places that it can have in a longer text that is encoded: those characters that do not
     * depend on what stands beside it.
     */
    private static void base64(Set<String> forms, byte[] value) {
        for (int before = 0; before < BASE64_GROUP; before++) {
            byte[] padded = new byte[before + value.length];
            System.arraycopy(value, 0, padded, before, value.length);
            int from = (before * 8 + 5) / 6;
            int to = padded.length * 8 / 6;
            forms.add(
                    Base64.getEncoder().withoutPadding().encodeToString(padded).substring(from, to));
            forms.add(Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(padded)
                    .substring(from, to));
        }
    }

    /** As URLs, as forms, and as libraries have it that leave the slash; with hexadecimal digits of either case. */
    private static void url(Set<String> forms, byte[] value) {
        for (String kept : new String[] {"-._~", "-._~/", "-._*", "-._~!*'()"}) {
            for (boolean plus : new boolean[] {false, true}) {
                for (String digits : new String[] {"0123456789ABCDEF", "0123456789abcdef"}) {
                    forms.add(percent(value, kept, plus, digits));
                }
            }
        }
    }

    private static String percent(byte[] value, String kept, boolean plus, String digits) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(value.length * 3);
        for (byte each : value) {
            boolean plain = (each >= '0' && each <= '9')
                    || (each >= 'A' && each <= 'Z')
                    || (each >= 'a' && each <= 'z')
                    || kept.indexOf((char) (each & 0xff)) >= 0;
            if (plain) {
                out.write(each);
            } else if (plus && each == ' ') {
                out.write('+');
            } else {
                out.write('%');
                out.write(digits.charAt((each >> 4) & 0xf));
                out.write(digits.charAt(each & 0xf));
            }
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }
}
