package freehold.control.dialect;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which class of a Java file is run. A guess, as peers make it, for their clients give no name: a wrong one fails to compile or to start. */
final class JavaSource {
    private static final String MODIFIERS = "(?:(?:final|abstract|strictfp|sealed|static)\\s+){0,4}";
    private static final Pattern PUBLIC_CLASS =
            Pattern.compile("\\bpublic\\s+" + MODIFIERS + "(?:class|record|enum|interface)\\s+(\\w{1,200})");
    private static final Pattern CLASS = Pattern.compile("\\b(?:class|record|enum|interface)\\s+(\\w{1,200})");
    private static final Pattern MAIN = Pattern.compile("\\bvoid\\s+main\\s*\\(");

    private JavaSource() {}

    /** The public class, else the one in which main is, else the first; of those that are in no other. */
    static Optional<String> mainClass(String source) {
        String code = withoutText(source);
        String outer = withoutBlocks(code);
        Matcher exposed = PUBLIC_CLASS.matcher(outer);
        if (exposed.find()) {
            return Optional.of(exposed.group(1));
        }
        Matcher main = MAIN.matcher(code);
        int end = main.find() ? main.start() : 0;
        Optional<String> found = Optional.empty();
        Matcher declared = CLASS.matcher(outer);
        while (declared.find() && (found.isEmpty() || declared.start() < end)) {
            found = Optional.of(declared.group(1));
        }
        return found;
    }

    /** The code with blanks for what is in braces. */
    private static String withoutBlocks(String code) {
        StringBuilder outer = new StringBuilder(code);
        int depth = 0;
        for (int i = 0; i < code.length(); i++) {
            char each = code.charAt(i);
            depth -= each == '}' ? 1 : 0;
            if (depth > 0) {
                outer.setCharAt(i, ' ');
            }
            depth += each == '{' ? 1 : 0;
        }
        return outer.toString();
    }

    /** The code with blanks for comments and literals. */
    private static String withoutText(String source) {
        StringBuilder code = new StringBuilder(source);
        int at = 0;
        while (at < source.length()) {
            int end = endOfText(source, at);
            for (int i = at; i < end; i++) {
                code.setCharAt(i, ' ');
            }
            at = Math.max(end, at + 1);
        }
        return code.toString();
    }

    /** Where a comment or a literal that begins here ends; the same place if none does. */
    private static int endOfText(String source, int at) {
        if (source.startsWith("//", at)) {
            return after(source, "\n", at);
        }
        if (source.startsWith("/*", at)) {
            return after(source, "*/", at + 2);
        }
        if (source.startsWith("\"\"\"", at)) {
            return after(source, "\"\"\"", at + 3);
        }
        char quote = source.charAt(at);
        if (quote != '"' && quote != '\'') {
            return at;
        }
        int end = at + 1;
        while (end < source.length() && source.charAt(end) != quote && source.charAt(end) != '\n') {
            end += source.charAt(end) == '\\' ? 2 : 1;
        }
        return Math.min(end + 1, source.length());
    }

    private static int after(String source, String mark, int from) {
        int found = source.indexOf(mark, from);
        return found < 0 ? source.length() : found + mark.length();
    }
}
