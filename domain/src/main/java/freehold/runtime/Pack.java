package freehold.runtime;

import freehold.refusal.Nearest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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

    /** Whether that is its name, or another one for it. */
    public boolean isNamed(String asked) {
        return name.equals(asked) || aliases.contains(asked);
    }

    /** The names of those that somebody may have meant by a name that none has. */
    public static List<String> near(List<Pack> packs, String asked) {
        List<String> known = packs.stream()
                .flatMap(each -> Stream.concat(Stream.of(each.name()), each.aliases().stream()))
                .toList();
        List<String> near = Nearest.of(asked, known);
        return packs.stream()
                .filter(each -> near.stream().anyMatch(each::isNamed))
                .map(Pack::name)
                .distinct()
                .toList();
    }
}
