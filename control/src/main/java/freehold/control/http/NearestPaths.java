package freehold.control.http;

import freehold.refusal.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which paths somebody may have meant by one that is not there. It knows those that the contract has, which everybody may read, and says
 * them as the contract does: nothing of what was asked, and nothing of what is below them.
 */
final class NearestPaths {
    /** As many as are helpful. */
    private static final int MOST = 3;

    /** No path of ours is longer, but for names of files; what a look costs is bounded by it. */
    private static final int LONGEST = 300;

    private static final String VERSION = "v1";

    private final List<List<String>> known;

    /** @param known with {@code {…}} in place of a name, or {@code <…>} at the end in place of several */
    NearestPaths(List<String> known) {
        this.known = known.stream().map(NearestPaths::parts).toList();
    }

    /** The nearest, in the order of the table; with the version before it where that was left out. */
    List<String> of(String asked) {
        if (asked.length() > LONGEST) {
            return List.of();
        }
        List<String> parts = parts(asked);
        List<String> near = near(parts);
        if (near.isEmpty() && !parts.getFirst().equals(VERSION)) {
            List<String> versioned = new ArrayList<>(List.of(VERSION));
            versioned.addAll(parts);
            return near(versioned);
        }
        return near;
    }

    private List<String> near(List<String> asked) {
        int least = Integer.MAX_VALUE;
        List<String> nearest = new ArrayList<>();
        for (List<String> path : known) {
            Optional<Integer> slips = slips(asked, path);
            if (slips.isEmpty() || slips.get() > least) {
                continue;
            }
            if (slips.get() < least) {
                nearest.clear();
                least = slips.get();
            }
            nearest.add("/" + String.join("/", path).replace('<', '{').replace('>', '}'));
        }
        return nearest.stream().limit(MOST).toList();
    }

    /** In how many parts they differ; nothing where one of those is not near. */
    private static Optional<Integer> slips(List<String> asked, List<String> path) {
        boolean open = path.getLast().startsWith("<");
        int named = open ? path.size() - 1 : path.size();
        if (open ? asked.size() < named : asked.size() != named) {
            return Optional.empty();
        }
        int slips = 0;
        for (int i = 0; i < named; i++) {
            String word = path.get(i);
            if (word.startsWith("{") || word.equals(asked.get(i))) {
                continue;
            }
            if (Nearest.of(asked.get(i), List.of(word)).isEmpty()) {
                return Optional.empty();
            }
            slips++;
        }
        return Optional.of(slips);
    }

    private static List<String> parts(String path) {
        return List.of(path.replaceAll("^/+|/+$", "").split("/"));
    }
}
