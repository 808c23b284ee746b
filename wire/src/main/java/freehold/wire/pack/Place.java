package freehold.wire.pack;

import java.util.List;
import java.util.Optional;

/**
 * One way in which a toolchain is installed.
 *
 * @param find globs of its main executable; {@code ~} is root's home
 * @param home path from the real executable's folder to the folder that holds all of the toolchain, which a cell then sees as {@code
 *     /opt/<pack>}; absent for a toolchain spread over {@code /usr}
 * @param build what the build step's root holds, where the pack has one
 * @param run what the run step's root holds; the same as the build step's where the file names one root only
 */
public record Place(List<String> find, Optional<String> home, Optional<RootRecipe> build, RootRecipe run) {
    public Place {
        find = List.copyOf(find);
    }
}
