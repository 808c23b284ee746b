package freehold.wire.pack;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a pack puts beside the tree of each of its bundles: files of its own, such as a bootstrap, and a cache. The tree itself stays what
 * its lock says.
 *
 * @param build beside what the build step sees, where the pack has one
 * @param run beside what the run step sees
 * @param bare globs of versions that get nothing of it, and so start cold
 */
public record Additions(Optional<RootRecipe> build, Optional<RootRecipe> run, List<String> bare) {
    public Additions {
        bare = List.copyOf(bare);
    }

    /** Nothing at all. */
    public static Additions none() {
        return new Additions(Optional.empty(), Optional.empty(), List.of());
    }

    /** Those that one version gets. */
    public Additions of(String version) {
        boolean isBare = bare.stream()
                .anyMatch(glob ->
                        FileSystems.getDefault().getPathMatcher("glob:" + glob).matches(Path.of(version)));
        return isBare ? none() : this;
    }
}
