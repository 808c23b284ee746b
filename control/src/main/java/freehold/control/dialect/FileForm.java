package freehold.control.dialect;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A form with files, as RFC 7578 has it: its parts in their order. It is cut from a body that is in memory already. */
public record FileForm(List<Part> parts) {
    private static final int PARTS_MAX = 100;
    private static final int HEAD_MAX = 8 << 10;
    private static final Pattern BOUNDARY = Pattern.compile(
            "multipart/form-data;(?:.*;)?\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70})).*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = parameter("name");
    private static final Pattern FILE = parameter("filename");

    /**
     * One part.
     *
     * @param file the name that its sender has for it; present if it is a file
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody, and not changed by anybody
    public record Part(String name, Optional<String> file, byte[] content) {}

    public FileForm {
        parts = List.copyOf(parts);
    }

    private static Pattern parameter(String name) {
        return Pattern.compile(";\\s*" + name + "=(?:\"|([^\\s;\"]+))", Pattern.CASE_INSENSITIVE);
    }

    /** Empty if it is no such form, or has no end, or too many parts. */
    public static Optional<FileForm> read(Optional<String> type, byte[] body) {
        Matcher boundary = BOUNDARY.matcher(type.orElse("").strip());
        if (!boundary.matches()) {
            return Optional.empty();
        }
        String mark = "--" + (boundary.group(1) == null ? boundary.group(2) : boundary.group(1));
        String text = new String(body, StandardCharsets.ISO_8859_1); // a character is a byte
        List<Part> parts = new ArrayList<>();
        int at = text.startsWith(mark) ? 0 : text.indexOf("\r\n" + mark) + 2;
        while (text.startsWith(mark, at) && !text.startsWith("--", at + mark.length())) {
            int start = text.indexOf("\r\n", at + mark.length());
            int head = start < 0 ? -1 : text.indexOf("\r\n\r\n", start);
            int end = head < 0 ? -1 : text.indexOf("\r\n" + mark, head + 2);
            if (end < 0 || head - start > HEAD_MAX || parts.size() == PARTS_MAX) {
                return Optional.empty();
            }
            Optional<Part> part =
                    part(utf8(text.substring(start, head)), Arrays.copyOfRange(body, Math.min(head + 4, end), end));
            if (part.isEmpty()) {
                return Optional.empty();
            }
            parts.add(part.get());
            at = end + 2;
        }
        return text.startsWith(mark + "--", at) ? Optional.of(new FileForm(parts)) : Optional.empty();
    }

    private static Optional<Part> part(String head, byte[] content) {
        return head.lines()
                .filter(line -> line.regionMatches(true, 0, "content-disposition:", 0, 20))
                .findFirst()
                .flatMap(line -> value(NAME, line).map(name -> new Part(name, value(FILE, line), content)));
    }

    private static Optional<String> value(Pattern parameter, String line) {
        Matcher found = parameter.matcher(line);
        if (!found.find()) {
            return Optional.empty();
        }
        Optional<String> value = found.group(1) == null ? quoted(line, found.end()) : Optional.of(found.group(1));
        return value.map(each -> each.replace("%22", "\""));
    }

    /** Up to the mark that ends it, by hand: a regular expression would take the more stack, the longer it is. */
    private static Optional<String> quoted(String line, int start) {
        StringBuilder value = new StringBuilder();
        for (int at = start; at < line.length() && line.charAt(at) != '"'; at++) {
            boolean isEscape = line.startsWith("\\\"", at) || line.startsWith("\\\\", at);
            value.append(line.charAt(isEscape ? ++at : at));
            if (at == line.length() - 1) {
                return Optional.empty();
            }
        }
        return start < line.length() ? Optional.of(value.toString()) : Optional.empty();
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** The files, in their order. */
    public List<Part> files() {
        return parts.stream().filter(part -> part.file().isPresent()).toList();
    }
}
