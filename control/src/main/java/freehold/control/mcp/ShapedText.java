package freehold.control.mcp;

/** Long output, as a model can use it: its head and its tail, and how much lies between. */
final class ShapedText {
    private static final int HEAD = 6_000;
    private static final int TAIL = 4_000;

    private ShapedText() {}

    static String of(String text) {
        if (text.length() <= HEAD + TAIL) {
            return text;
        }
        int head = Character.isHighSurrogate(text.charAt(HEAD - 1)) ? HEAD - 1 : HEAD;
        int tail = text.length() - TAIL;
        tail = Character.isLowSurrogate(text.charAt(tail)) ? tail + 1 : tail;
        return text.substring(0, head) + "\n… " + (tail - head) + " of " + text.length()
                + " characters are left out here …\n" + text.substring(tail);
    }
}
