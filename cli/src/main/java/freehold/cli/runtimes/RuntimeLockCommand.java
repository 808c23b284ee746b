package freehold.cli.runtimes;

import freehold.cli.ExitStatus;
import freehold.cli.scratch.WholeFile;
import freehold.wire.bundle.LockDifference;
import freehold.wire.bundle.LockFile;
import freehold.wire.bundle.LockFolder;
import freehold.wire.bundle.LockText;
import freehold.worker.bundle.Installer;
import freehold.worker.bundle.Locker;
import freehold.worker.bundle.client.HostClients;
import freehold.worker.bundle.store.InstalledBundle;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freehold runtime lock}. */
@Command(
        name = "lock",
        description =
                "Refreshes lockfiles to the newest packages, builds them once to seal them, and shows what changed.")
final class RuntimeLockCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME[@VERSION]", arity = "1..*", description = "Which runtimes.")
    private List<String> references = List.of();

    @Option(names = "--dry-run", description = "Show what would change, and change nothing.")
    private boolean dryRun;

    @Option(
            names = "--packs",
            required = true,
            paramLabel = "DIR",
            description = "The folder of packs, such as runtimes in a checkout.")
    private Path packs = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        return Bundles.with(packs, bundles -> {
            var clients = HostClients.of(bundles.paths());
            Locker locker = new Locker(bundles.paths(), clients);
            Installer installer = new Installer(bundles.paths(), bundles.store(), clients);
            for (LockFolder.Entry entry : bundles.named(references)) {
                LockFile fresh = locker.lock(entry.lock());
                out.println(entry.lock().bundle() + " " + entry.lock().version() + ":");
                LockDifference difference = LockDifference.between(entry.lock(), fresh);
                difference.lines().forEach(line -> out.println("  " + line));
                if (!dryRun) {
                    // without the seal, for fixes may have changed and not one package
                    InstalledBundle bundle = installer.install(
                            fresh.withPackages(fresh.packages()),
                            new BundleProgress(spec.commandLine().getErr()));
                    fresh.tree()
                            .filter(old -> !old.equals(bundle.digest()))
                            .ifPresent(old -> out.println("  ~ tree " + old + " → " + bundle.digest()));
                    WholeFile.replace(entry.file(), LockText.of(fresh.sealed(bundle.digest())));
                }
            }
            return ExitStatus.OK;
        });
    }
}
