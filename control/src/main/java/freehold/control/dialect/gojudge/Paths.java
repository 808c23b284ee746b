package freehold.control.dialect.gojudge;

import freehold.execution.WorkPath;
import java.util.Optional;
import java.util.regex.Pattern;

/** Paths as the peer's clients write them: relative to the work directory, which is {@code /w} there and {@code /work} here. */
final class Paths {
    private static final Pattern HERE = Pattern.compile("^(/w/|/work/|\\./)+");

    private Paths() {}

    /** Below the work directory; empty if it leads elsewhere. */
    static Optional<WorkPath> below(String path) {
        String relative = HERE.matcher(path).replaceFirst("");
        return WorkPath.fault(relative).isPresent() ? Optional.empty() : Optional.of(new WorkPath(relative));
    }
}
