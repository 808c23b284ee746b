package freehold.cli.runtimes;

import freehold.runtime.Catalogue;
import freehold.runtime.Installed;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What follows an install: roots are made and caches filled, so that no run waits for it, and what names alone mean by now is said, so
 * that nobody runs another version unawares.
 */
final class Settling {
    private Settling() {}

    /** For packs by name; none is no work. */
    static void settle(List<String> packs, PrintWriter err) {
        if (!packs.isEmpty()) {
            Catalogue catalogue = Toolchains.discover(Toolchains.packs(packs), err);
            sentences(catalogue, packs).forEach(each -> err.println("freehold: " + each));
        }
    }

    /** A sentence for each pack of which several versions are here, and one for each version that is not as it should be. */
    static List<String> sentences(Catalogue catalogue, Collection<String> packs) {
        List<String> sentences = new ArrayList<>();
        for (String pack : packs) {
            List<Installed> versions = catalogue.findAll(pack);
            if (versions.size() > 1) {
                sentences.add("'%s' alone means %s; also here: %s"
                        .formatted(
                                pack,
                                title(versions.getFirst()),
                                versions.stream()
                                        .skip(1)
                                        .map(each -> pack + "@" + each.version() + " of the " + each.source())
                                        .collect(Collectors.joining(", "))));
            }
            versions.forEach(each ->
                    each.warning().ifPresent(warning -> sentences.add(pack + " " + each.version() + ": " + warning)));
        }
        return sentences;
    }

    private static String title(Installed installed) {
        return installed.version() + " of the " + installed.source();
    }
}
