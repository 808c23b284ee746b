package freehold.cli.runtimes;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.packs.Packs;
import freehold.cli.settings.Places;
import freehold.refusal.Nearest;
import freehold.runtime.Catalogue;
import freehold.runtime.Installed;
import freehold.runtime.Missing;
import freehold.runtime.Pack;
import freehold.runtime.Selection;
import freehold.wire.pack.PackFile;
import freehold.worker.rootfs.HostToolchains;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The packs of this installation, and what this host has for them. */
final class Toolchains {
    private Toolchains() {}

    /**
     * The packs that were named, by name or alias.
     *
     * @param references such as {@code python} or {@code python@3.13}, whose version is not looked at; all packs if there are none
     */
    static List<PackFile> packs(List<String> references) {
        List<PackFile> all = Packs.here().read();
        List<String> names =
                references.stream().map(each -> each.replaceFirst("@.*", "")).toList();
        for (String name : names) {
            if (all.stream().noneMatch(pack -> pack.pack().isNamed(name))) {
                List<String> near = Pack.near(all.stream().map(PackFile::pack).toList(), name);
                throw new Declined(
                        ExitStatus.USAGE,
                        "no runtime '" + name + "'; "
                                + (near.isEmpty() ? "there are " : Nearest.question(near) + " There are ")
                                + all.stream().map(pack -> pack.pack().name()).collect(Collectors.joining(", ")));
            }
        }
        return all.stream()
                .filter(pack -> names.isEmpty()
                        || names.stream().anyMatch(name -> pack.pack().isNamed(name)))
                .toList();
    }

    /**
     * All that the references mean, each once, in the order of the catalogue.
     *
     * @param references all that can be run if there are none
     * @throws Declined if one means nothing that is here
     */
    static List<Installed> meant(Catalogue catalogue, List<String> references) {
        if (references.isEmpty()) {
            return catalogue.installed();
        }
        Set<Installed> meant = new HashSet<>();
        for (String reference : references) {
            List<Installed> found = catalogue.findAll(reference);
            if (found.isEmpty()) {
                throw absent(catalogue, reference);
            }
            meant.addAll(found);
        }
        return catalogue.installed().stream().filter(meant::contains).toList();
    }

    /**
     * Of each language, what its name alone means.
     *
     * @param names all languages that are here if there are none
     * @throws Declined if one means nothing that is here
     */
    static List<Installed> defaults(Catalogue catalogue, List<String> names) {
        return meant(catalogue, names).stream()
                .map(each -> catalogue.findAll(each.pack().name()).getFirst())
                .distinct()
                .toList();
    }

    private static Declined absent(Catalogue catalogue, String reference) {
        return switch (catalogue.find(reference)) {
            case Selection.NotInstalled(Missing missing) ->
                new Declined(ExitStatus.UNAVAILABLE, missing.pack().name() + ": " + missing.reason());
            case Selection.Found _, Selection.Unknown _ -> {
                String versions = catalogue.findAll(reference.replaceFirst("@.*", "")).stream()
                        .map(each -> each.pack().name() + "@" + each.version())
                        .collect(Collectors.joining(", "));
                String instead = versions.isEmpty()
                        ? (Nearest.question(catalogue.near(reference)) + " freehold runtime list shows what there is")
                                .strip()
                        : "there are " + versions;
                yield new Declined(ExitStatus.USAGE, "'" + reference + "' is not here; " + instead);
            }
        };
    }

    /** Looks at the host, saying on {@code progress} what takes time. */
    static Catalogue discover(List<PackFile> packs, PrintWriter progress) {
        return here(progress).discover(packs);
    }

    /** The toolchains of this host. */
    static HostToolchains here(PrintWriter progress) {
        if (!Places.isRoot()) {
            throw new Declined(
                    ExitStatus.UNAVAILABLE,
                    "the host's toolchains are looked at by root alone: use sudo, or ask a server: GET /v1/runtimes");
        }
        return new HostToolchains(
                Places.ofThisUser().host(), (what, doing) -> progress.println("freehold: " + what + ": " + doing));
    }
}
