package freehold.cli.runtimes;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.wire.bundle.LockFolder;
import freehold.worker.bundle.Installer;
import freehold.worker.bundle.client.HostClients;
import freehold.worker.bundle.store.InstalledBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freehold runtime install}. */
@Command(
        name = "install",
        description =
                "Installs pinned runtimes from packages, by this host's own package clients, or offline from its store.")
final class RuntimeInstallCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "NAME[@VERSION]",
            description = "Which runtimes; of several versions that fit, the highest.")
    private List<String> references = List.of();

    @Option(names = "--list", description = "Say what there is and what each needs, and install nothing.")
    private boolean list;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (references.isEmpty() && !list) {
            throw new Declined(ExitStatus.USAGE, "name what to install; freehold runtime install --list names all");
        }
        return Bundles.with(bundles -> {
            Installer installer = new Installer(bundles.paths(), bundles.store(), HostClients.of(bundles.paths()));
            if (list) {
                List<LockFolder.Entry> all =
                        references.isEmpty() ? bundles.locks().all() : bundles.named(references);
                all.forEach(entry -> out.println(needs(installer, entry)));
                return ExitStatus.OK;
            }
            for (LockFolder.Entry entry : bundles.chosen(references)) {
                install(bundles, installer, entry, out);
            }
            return ExitStatus.OK;
        });
    }

    private void install(Bundles bundles, Installer installer, LockFolder.Entry entry, PrintWriter out)
            throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        Optional<LockFolder.Entry> runRoot = bundles.locks().runRoot(entry.lock());
        if (runRoot.isPresent()) {
            installer.install(runRoot.get().lock(), new BundleProgress(err));
        }
        err.println("freehold: " + needs(installer, entry));
        InstalledBundle bundle = installer.install(entry.lock(), new BundleProgress(err));
        out.println("%s %s  %s  %s"
                .formatted(bundle.lock().bundle(), bundle.lock().version(), bundle.digest(), bundle.size()));
    }

    private static String needs(Installer installer, LockFolder.Entry entry) {
        Installer.Needs needs = installer.needs(entry.lock());
        return "%s %s: %s to fetch, at most %s of disk"
                .formatted(entry.lock().bundle(), entry.lock().version(), needs.download(), needs.disk());
    }
}
