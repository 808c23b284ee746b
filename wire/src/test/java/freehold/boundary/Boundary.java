package freehold.boundary;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One boundary, what upholds it, and the tests that try to cross it.
 *
 * @param cuts more than one where several means uphold it and each alone would
 * @param crossings tests as {@code class#method}
 */
record Boundary(String name, List<Cut> cuts, List<String> crossings) {
    private static final String ANOTHER = "and ";

    /**
     * A method that is changed.
     *
     * @param owner the binary name of a class
     * @param method its name, or the beginning of it and {@code *}; one, but for what is changed within, which is in each
     */
    record Cut(String owner, String method, Instead instead) {
        private static Cut parse(String text) {
            String[] parts = text.split(" ", 2);
            String[] target = parts[0].split("#", 2);
            if (parts.length < 2 || target.length < 2) {
                throw new IllegalArgumentException("not CLASS#METHOD INSTEAD: " + text);
            }
            return new Cut(target[0], target[1], Instead.parse(parts[1]));
        }
    }

    Boundary {
        cuts = List.copyOf(cuts);
        crossings = List.copyOf(crossings);
        if (crossings.isEmpty()) {
            throw new IllegalArgumentException(name + " names no test that must fail without it");
        }
    }

    /** What is cut of a class. */
    List<Cut> of(String owner) {
        return cuts.stream().filter(cut -> cut.owner().equals(owner)).toList();
    }

    /**
     * Reads a list of boundaries. A line that is not indented is {@code NAME CLASS#METHOD INSTEAD}; of the indented ones below it, those
     * that begin with {@code and} name what is left out besides, and the others its tests. What begins with {@code #} is a comment.
     */
    static List<Boundary> parse(List<String> lines) {
        List<Boundary> all = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.split(" ", 2);
            if (line.startsWith(" ") || parts.length < 2) {
                throw new IllegalArgumentException("not NAME CLASS#METHOD INSTEAD: " + line);
            }
            List<Cut> cuts = new ArrayList<>(List.of(Cut.parse(parts[1])));
            List<String> crossings = new ArrayList<>();
            while (i + 1 < lines.size() && lines.get(i + 1).startsWith(" ")) {
                String below = lines.get(++i).strip();
                if (below.startsWith(ANOTHER)) {
                    cuts.add(Cut.parse(below.substring(ANOTHER.length())));
                } else {
                    crossings.add(below);
                }
            }
            if (!names.add(parts[0])) {
                throw new IllegalArgumentException("twice: " + parts[0]);
            }
            all.add(new Boundary(parts[0], cuts, crossings));
        }
        return List.copyOf(all);
    }
}
