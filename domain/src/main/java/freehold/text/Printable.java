package freehold.text;

import java.util.regex.Pattern;

/** Words that somebody else chose, as they may be written to a terminal: on one line, and without a word to the terminal itself. */
public final class Printable {
    /** The categories, for \p{Cntrl} is ASCII alone in Java: U+009B begins a terminal's sequence too. */
    private static final String CONTROLLING = "\\p{Cc}\\p{Cf}\\u2028\\u2029";

    private static final Pattern EACH = Pattern.compile("[" + CONTROLLING + "]");

    private Printable() {}

    /** All of it, with a question mark for each character that controls or formats, or separates lines. */
    public static String of(String words) {
        return EACH.matcher(words).replaceAll("?");
    }

    /**
     * The beginning of it, with an ellipsis where more was.
     *
     * @param most in characters (UTF-16), without the ellipsis; at least 0. A character that takes two is whole, or left out
     */
    public static String of(String words, int most) {
        String plain = of(words);
        if (plain.length() <= most) {
            return plain;
        }
        boolean halves = most > 0 && Character.isSurrogatePair(plain.charAt(most - 1), plain.charAt(most));
        return plain.substring(0, halves ? most - 1 : most) + "…";
    }

    /**
     * The form of words in which nothing would be replaced, for what is refused rather than shown otherwise.
     *
     * @param most in characters (Unicode); at least one there must be
     */
    public static Pattern form(int most) {
        return Pattern.compile("[^" + CONTROLLING + "]{1," + most + "}");
    }
}
