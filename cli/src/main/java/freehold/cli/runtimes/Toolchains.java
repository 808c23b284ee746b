package freehold.cli.runtimes;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.settings.Installation;
import freehold.cli.settings.Places;
import freehold.runtime.Catalogue;
import freehold.wire.pack.PackFile;
import freehold.wire.pack.PackFiles;
import freehold.worker.rootfs.HostToolchains;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/** The packs of this installation, and what this host has for them. */
final class Toolchains {
    private Toolchains() {}

    /**
     * The packs that were named, by name or alias.
     *
     * @param names all packs if there are none
     */
    static List<PackFile> packs(List<String> names) {
        List<PackFile> all = PackFiles.read(Installation.here().runtimes());
        for (String name : names) {
            if (all.stream().noneMatch(pack -> isNamed(pack, name))) {
                throw new Declined(
                        ExitStatus.USAGE,
                        "no runtime '" + name + "'; there are "
                                + all.stream().map(pack -> pack.pack().name()).collect(Collectors.joining(", ")));
            }
        }
        return all.stream()
                .filter(pack -> names.isEmpty() || names.stream().anyMatch(name -> isNamed(pack, name)))
                .toList();
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

    private static boolean isNamed(PackFile file, String name) {
        return file.pack().name().equals(name) || file.pack().aliases().contains(name);
    }
}
