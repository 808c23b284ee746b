package freehold.runtime;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All packs of this server: what can be run, and what lacks. A reference is a name or alias, with a version ({@code
 * python@3.11}: that very one, else whole components, the highest that fits) or pinned ({@code python@sha256:…}). Without a version it means the first
 * installed version of the pack, for discovery puts the default first.
 */
public record Catalogue(List<Installed> installed, List<Missing> missing) {
    public Catalogue {
        installed = List.copyOf(installed);
        missing = List.copyOf(missing);
    }

    public Selection find(String reference) {
        int at = reference.indexOf('@');
        String name = at < 0 ? reference : reference.substring(0, at);
        String version = at < 0 ? "" : reference.substring(at + 1);
        if (at >= 0 && version.isEmpty()) {
            return new Selection.Unknown(reference);
        }
        List<Installed> candidates =
                installed.stream().filter(each -> isNamed(each.pack(), name)).toList();
        if (candidates.isEmpty()) {
            return missing.stream()
                    .filter(each -> isNamed(each.pack(), name))
                    .findFirst()
                    .<Selection>map(Selection.NotInstalled::new)
                    .orElse(new Selection.Unknown(reference));
        }
        return choose(candidates, version)
                .<Selection>map(Selection.Found::new)
                .orElse(new Selection.Unknown(reference));
    }

    private static Optional<Installed> choose(List<Installed> candidates, String version) {
        if (version.isEmpty()) {
            return Optional.of(candidates.getFirst());
        }
        if (version.startsWith("sha256:")) {
            return candidates.stream()
                    .filter(each -> each.digest().toString().equals(version))
                    .findFirst();
        }
        return candidates.stream()
                .filter(each -> each.version().equals(version))
                .findFirst()
                .or(() -> candidates.stream()
                        .filter(each -> each.version().startsWith(version + "."))
                        .max(Comparator.comparing(Installed::version, Catalogue::compareVersions)));
    }

    /** Orders by numeric components, so that 3.11 is above 3.9; what is not a number orders as text. */
    public static int compareVersions(String left, String right) {
        String[] lefts = left.split("[.+_-]");
        String[] rights = right.split("[.+_-]");
        for (int i = 0; i < Math.max(lefts.length, rights.length); i++) {
            String one = i < lefts.length ? lefts[i] : "";
            String other = i < rights.length ? rights[i] : "";
            boolean numbers = one.matches("\\d{1,18}") && other.matches("\\d{1,18}");
            int order = numbers ? Long.compare(Long.parseLong(one), Long.parseLong(other)) : one.compareTo(other);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static boolean isNamed(Pack pack, String name) {
        return pack.name().equals(name) || pack.aliases().contains(name);
    }
}
