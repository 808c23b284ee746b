package freehold.control.dialect.judge0;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of arguments as words. The peer takes out of it what a shell would act on, and gives the rest to a shell; there is no shell
 * here, so quotes and backslashes are read as one would, and nothing else has a meaning.
 */
final class Words {
    /** What the peer takes out before its shell sees the line. */
    private static final String TAKEN_OUT = "$&;<>|`";

    private final StringBuilder word = new StringBuilder();
    private final List<String> words = new ArrayList<>();
    private boolean begun;

    private Words() {}

    static List<String> split(String line) {
        Words words = new Words();
        words.read(line);
        return List.copyOf(words.words);
    }

    private void read(String line) {
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char each = line.charAt(i);
            if (TAKEN_OUT.indexOf(each) >= 0) {
                continue;
            }
            if (each == quote) {
                quote = 0;
            } else if (quote == '\'') {
                add(each);
            } else if (each == '\\' && i + 1 < line.length() && isEscaped(quote, line.charAt(i + 1))) {
                add(line.charAt(++i));
            } else if (quote == 0 && (each == '\'' || each == '"')) {
                quote = each;
                begun = true;
            } else if (quote == 0 && Character.isWhitespace(each)) {
                end();
            } else {
                add(each);
            }
        }
        end();
    }

    /** Within double quotes a backslash is itself, but before a quote or a backslash. */
    private static boolean isEscaped(char quote, char next) {
        return quote == 0 || next == '"' || next == '\\';
    }

    private void add(char each) {
        word.append(each);
        begun = true;
    }

    private void end() {
        if (begun) {
            words.add(word.toString());
            word.setLength(0);
            begun = false;
        }
    }
}
