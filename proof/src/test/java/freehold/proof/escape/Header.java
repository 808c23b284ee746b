package freehold.proof.escape;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The comment at the head of a hostile program: lines {@code Key: value}, continued by lines that are indented further. Unknown keys
 * are refused, so that a misspelt one cannot pass for an absent one.
 */
record Header(Map<String, String> fields) {
    static final List<String> REQUIRED = List.of("Attack", "Row", "Promise", "Without", "Class");
    private static final List<String> OPTIONAL = List.of(
            "Cases", "Cells", "Limits", "Within", "Given", "Refusals", "Lists", "Refuses", "Asks", "Root", "Terminal");
    private static final Pattern DECORATION = Pattern.compile("^\\s*(/\\*|\\*/|\\*|#(?!!)|//) ?");
    private static final Pattern FIELD = Pattern.compile("^([A-Z][a-z]+): (.*)$");
    private static final int LINES = 30;

    static Header of(Path file) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        String last = "";
        List<String> lines = Files.readAllLines(file);
        for (String line : lines.subList(0, Math.min(LINES, lines.size()))) {
            String text = DECORATION.matcher(line).replaceFirst("");
            var field = FIELD.matcher(text);
            boolean isCode = text.equals(line) && !line.startsWith("#!");
            if (isCode || line.strip().equals("*/")) {
                break;
            } else if (field.matches()) {
                last = field.group(1);
                if (fields.put(last, field.group(2).strip()) != null) {
                    throw new IllegalArgumentException(file + ": two of " + last);
                }
            } else if (text.startsWith("    ") && !last.isEmpty()) {
                fields.merge(last, text.strip(), (before, more) -> before + " " + more);
            }
        }
        return new Header(fields).checked(file);
    }

    private Header checked(Path file) {
        for (String key : REQUIRED) {
            if (!fields.containsKey(key)) {
                throw new IllegalArgumentException(file + ": the header has no " + key);
            }
        }
        for (String key : fields.keySet()) {
            if (!REQUIRED.contains(key) && !OPTIONAL.contains(key)) {
                throw new IllegalArgumentException(file + ": unknown key " + key);
            }
        }
        return this;
    }

    String get(String key) {
        return find(key).orElseThrow(() -> new IllegalArgumentException("no " + key));
    }

    Optional<String> find(String key) {
        return Optional.ofNullable(fields.get(key));
    }

    /** The words of a field, without commas; none when it is absent. */
    List<String> words(String key) {
        return find(key).map(text -> Arrays.asList(text.split("[, ]+"))).orElse(List.of());
    }
}
