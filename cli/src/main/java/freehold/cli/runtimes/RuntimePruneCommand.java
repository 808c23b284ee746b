package freehold.cli.runtimes;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.settings.Places;
import freehold.worker.bundle.store.BundleName;
import freehold.worker.bundle.store.Pruner;
import freehold.worker.bundle.store.StoreLock;
import freehold.worker.rootfs.HostToolchains;
import freehold.worker.rootfs.HostUse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freehold runtime prune}. */
@Command(
        name = "prune",
        description =
                "Removes the bundles that are named, those that a later install has replaced, and all files, roots and caches that nobody uses.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:done", "69:a server or a run uses what is here; nothing was removed"})
final class RuntimePruneCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME[@VERSION]", description = "Bundles to remove first (default: none).")
    private List<String> references = List.of();

    @Option(
            names = "--packages",
            description =
                    "Also delete fetched packages that no bundle was built from. Mirrors may not have them any more.")
    private boolean packages;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        return Bundles.with(bundles -> {
            Path host = Places.ofThisUser().host();
            HostToolchains toolchains = Toolchains.here(err);
            try (HostUse _ = HostUse.alone(host).orElseThrow(RuntimePruneCommand::inUse)) {
                remove(bundles);
                Pruner pruner = new Pruner(bundles.paths(), bundles.store());
                Pruner.Pruned pruned = packages ? pruner.pruneFilesAndInputs() : pruner.pruneFiles();
                int roots = toolchains.prune(toolchains.discover(Toolchains.packs(List.of())));
                out.println("%d files removed, %s freed; %d roots and caches of toolchains removed"
                        .formatted(pruned.files(), pruned.freed(), roots));
            }
            return ExitStatus.OK;
        });
    }

    private static Declined inUse() {
        return new Declined(
                ExitStatus.UNAVAILABLE,
                "a server or a run has cells that may use what would go: stop it, then try again");
    }

    private void remove(Bundles bundles) throws IOException {
        Set<BundleName> gone = new LinkedHashSet<>(bundles.store().superseded());
        for (String reference : references) {
            bundles.installed(reference).forEach(each -> gone.add(BundleName.of(each.lock())));
        }
        try (StoreLock _ = StoreLock.take(bundles.paths())) {
            for (BundleName each : gone) {
                bundles.store().remove(each);
            }
        }
    }
}
