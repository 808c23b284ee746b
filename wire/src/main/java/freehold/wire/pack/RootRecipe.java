package freehold.wire.pack;

import java.util.List;
import java.util.Optional;

/**
 * What a runtime root holds.
 *
 * @param label the beginning of the root's name
 * @param parts in order: the shared ones that the recipe includes, then its own
 * @param proc how much of /proc its cells see
 */
public record RootRecipe(String label, List<RootPart> parts, ProcView proc, Optional<CacheRecipe> cache) {
    public RootRecipe {
        parts = List.copyOf(parts);
    }

    /** How much of /proc a cell sees. */
    public enum ProcView {
        /** Its own processes and nothing else. */
        PROCESSES,
        /** The whole of it, masked. */
        FULL
    }
}
