package freehold.control.dialect.gojudge;

import freehold.execution.WorkPath;
import java.util.List;
import java.util.Optional;

/** Paths as the peer's clients write them: relative to the work directory, which is {@code /w} there and {@code /work} here. */
final class Paths {
    private static final List<String> HERE = List.of("/w/", "/work/", "./");

    private Paths() {}

    /** Below the work directory; empty if it leads elsewhere. */
    static Optional<WorkPath> below(String path) {
        int start = 0; // by hand: a regular expression would take the more stack, the longer it is
        for (int more = here(path, start); more > 0; more = here(path, start)) {
            start += more;
        }
        String relative = path.substring(start);
        return WorkPath.fault(relative).isPresent() ? Optional.empty() : Optional.of(new WorkPath(relative));
    }

    private static int here(String path, int start) {
        return HERE.stream()
                .filter(each -> path.startsWith(each, start))
                .mapToInt(String::length)
                .findFirst()
                .orElse(0);
    }
}
