package freehold.runtime;

import java.util.List;
import java.util.Optional;

/**
 * A language as data: everything that is the same for all its versions and on all hosts.
 *
 * @param name lower case, as requests name it
 * @param title for people, such as {@code C++ (GCC)}
 * @param aliases other names, such as {@code py}
 * @param extensions of source files, without the dot
 * @param interpreters names in a {@code #!} line that mean this language
 * @param source what the one file of a request with {@code source} is called
 * @param samples programs with their promised ends; a runtime is on offer only after they held in a cell
 */
public record Pack(
        String name,
        String title,
        List<String> aliases,
        List<String> extensions,
        List<String> interpreters,
        String source,
        Optional<Step> build,
        Step run,
        List<Sample> samples) {
    public Pack {
        aliases = List.copyOf(aliases);
        extensions = List.copyOf(extensions);
        interpreters = List.copyOf(interpreters);
        samples = List.copyOf(samples);
    }
}
