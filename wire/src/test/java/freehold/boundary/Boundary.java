package freehold.boundary;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One boundary, the method that upholds it, and the tests that try to cross it.
 *
 * @param owner the binary name of a class
 * @param method its name, or the beginning of it and {@code *}; one, but for texts, which are changed in each
 * @param crossings tests as {@code class#method}
 */
record Boundary(String name, String owner, String method, Instead instead, List<String> crossings) {
    Boundary {
        crossings = List.copyOf(crossings);
        if (crossings.isEmpty()) {
            throw new IllegalArgumentException(name + " names no test that must fail without it");
        }
    }

    /**
     * Reads a list of boundaries. A line that is not indented is {@code NAME CLASS#METHOD INSTEAD}; the indented ones below it name its
     * tests. What begins with {@code #} is a comment.
     */
    static List<Boundary> parse(List<String> lines) {
        List<Boundary> all = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.split(" ", 3);
            String[] target = parts.length < 3 ? new String[0] : parts[1].split("#", 2);
            if (line.startsWith(" ") || target.length < 2) {
                throw new IllegalArgumentException("not NAME CLASS#METHOD INSTEAD: " + line);
            }
            List<String> crossings = new ArrayList<>();
            while (i + 1 < lines.size() && lines.get(i + 1).startsWith(" ")) {
                crossings.add(lines.get(++i).strip());
            }
            if (!names.add(parts[0])) {
                throw new IllegalArgumentException("twice: " + parts[0]);
            }
            all.add(new Boundary(parts[0], target[0], target[1], Instead.parse(parts[2]), crossings));
        }
        return List.copyOf(all);
    }
}
