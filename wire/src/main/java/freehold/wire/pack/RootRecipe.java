package freehold.wire.pack;

import java.util.List;
import java.util.Map;
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

    /** Only what belongs to the pack and not to the toolchain, as a root of its own; empty if that is nothing. */
    Optional<RootRecipe> added(String ownLabel) {
        RootPart own = RootPart.ofTexts(Map.of(), parts.getLast().own());
        return own.own().isEmpty() && cache.isEmpty()
                ? Optional.empty()
                : Optional.of(new RootRecipe(ownLabel, List.of(own), ProcView.PROCESSES, cache));
    }

    /** How much of /proc a cell sees. */
    public enum ProcView {
        /** Its own processes and nothing else. */
        PROCESSES,
        /** The whole of it, masked. */
        FULL
    }
}
