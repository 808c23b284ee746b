package freehold.cli;

/** Words that somebody else chose, as they may be written to a terminal: on one line, and without a word to the terminal itself. */
public final class Printable {
    private Printable() {}

    /** All of it, with a question mark for each character that controls or formats, or separates lines. */
    public static String of(String words) {
        return words.replaceAll("[\\p{Cc}\\p{Cf}\\u2028\\u2029]", "?");
    }

    /**
     * The beginning of it, with an ellipsis where more was.
     *
     * @param most in characters (UTF-16), without the ellipsis; at least 0
     */
    public static String of(String words, int most) {
        String plain = of(words);
        return plain.length() <= most ? plain : plain.substring(0, most) + "…";
    }
}
