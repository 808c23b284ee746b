package freehold.wire.bundle;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The variables that a lock may fill: those that discovery fills for a toolchain of the host, for packs have no other placeholders. */
public final class LockVariables {
    private static final Set<String> KNOWN =
            new TreeSet<>(Set.of("executable", "home", "version", "series", "major", "triplet"));

    private LockVariables() {}

    /** What is wrong with the names, in words; empty if nothing is. */
    public static Optional<String> faultIn(Map<String, String> variables) {
        return variables.keySet().stream()
                .filter(name -> !KNOWN.contains(name))
                .findFirst()
                .map(name -> "no command of a pack can use '" + name + "'; there are " + String.join(", ", KNOWN));
    }
}
