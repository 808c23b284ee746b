package freehold.wire.pack;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A cache that must be writable and is worthless cold. It is filled once, by a toolchain of the host on the host and by one of a
 * bundle in its tree; each cell sees it under a writable layer.
 *
 * @param at where cells see it
 * @param folders in it, made before the command runs
 * @param argv fills it; {@code {cache}} is the folder to fill
 * @param env all of the environment of that command
 */
public record CacheRecipe(String at, List<String> folders, List<String> argv, Map<String, String> env) {
    public CacheRecipe {
        folders = List.copyOf(folders);
        argv = List.copyOf(argv);
        // in order, for roots are named by what their cache is filled with
        env = Collections.unmodifiableSortedMap(new TreeMap<>(env));
    }
}
