package freehold.runtime;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

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
        List<Installed> found = findAll(reference);
        if (!found.isEmpty()) {
            return new Selection.Found(found.getFirst());
        }
        String name = name(reference);
        if (reference.endsWith("@")
                || installed.stream().anyMatch(each -> each.pack().isNamed(name))) {
            return new Selection.Unknown(reference);
        }
        return missing.stream()
                .filter(each -> each.pack().isNamed(name))
                .findFirst()
                .<Selection>map(Selection.NotInstalled::new)
                .orElse(new Selection.Unknown(reference));
    }

    /** All that can be run and that a reference means, the one that {@link #find} gives first; empty if there is none. */
    public List<Installed> findAll(String reference) {
        if (reference.endsWith("@")) {
            return List.of();
        }
        String name = name(reference);
        String version = reference.substring(Math.min(name.length() + 1, reference.length()));
        List<Installed> named = new ArrayList<>();
        for (Installed each : installed) {
            if (each.pack().isNamed(name)) {
                named.add(each);
            }
        }
        return fitting(List.copyOf(named), version);
    }

    /** The names of packs that somebody may have meant by a reference whose name none has. */
    public List<String> near(String reference) {
        String name = name(reference);
        List<Pack> packs = Stream.concat(
                        installed.stream().map(Installed::pack),
                        missing.stream().map(Missing::pack))
                .toList();
        return packs.stream().anyMatch(each -> each.isNamed(name)) ? List.of() : Pack.near(packs, name);
    }

    private static String name(String reference) {
        int at = reference.indexOf('@');
        return at < 0 ? reference : reference.substring(0, at);
    }

    private static List<Installed> fitting(List<Installed> candidates, String version) {
        if (version.isEmpty()) {
            return candidates;
        }
        if (version.startsWith("sha256:")) {
            return candidates.stream()
                    .filter(each -> each.digest().toString().equals(version))
                    .toList();
        }
        // the one that is there to the letter, then the highest
        return candidates.stream()
                .filter(each -> each.version().equals(version) || each.version().startsWith(version + "."))
                .sorted(Comparator.comparing((Installed each) -> !each.version().equals(version))
                        .thenComparing(Comparator.comparing(Installed::version, Catalogue::compareVersions)
                                .reversed()))
                .toList();
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
}
