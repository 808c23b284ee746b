package freehold.cli.runtimes;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.quantity.Bytes;
import freehold.wire.bundle.LockFault;
import freehold.wire.bundle.LockFolder;
import freehold.worker.bundle.Installer;
import freehold.worker.bundle.client.HostClients;
import freehold.worker.bundle.store.InstalledBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
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
                "Installs pinned runtimes from packages, by this host's own package clients, or offline from its store.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:all are installed", "1:with --all: one could not be", "70:one could not be"})
final class RuntimeInstallCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "NAME[@VERSION]",
            description = "Which runtimes; of several versions that fit, the highest.")
    private List<String> references = List.of();

    @Option(names = "--list", description = "Say what there is and what each needs, and install nothing.")
    private boolean list;

    @Option(names = "--all", description = "Install each version of each language, going on after one that fails.")
    private boolean all;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (references.isEmpty() && !list && !all) {
            throw new Declined(ExitStatus.USAGE, "name what to install; freehold runtime install --list names all");
        }
        if (all && !references.isEmpty()) {
            throw new Declined(ExitStatus.USAGE, "--all installs every one: name none beside it");
        }
        return Bundles.with(bundles -> {
            Installer installer = new Installer(bundles.paths(), bundles.store(), HostClients.of(bundles.paths()));
            if (list) {
                return list(bundles, installer);
            }
            if (all) {
                return installAll(bundles, installer);
            }
            List<LockFolder.Entry> entries = bundles.chosen(references);
            Course course = begin(bundles, installer, entries);
            for (LockFolder.Entry entry : entries) {
                install(bundles, installer, entries, entry, course);
            }
            settle(entries);
            return ExitStatus.OK;
        });
    }

    private int list(Bundles bundles, Installer installer) throws IOException {
        List<LockFolder.Entry> entries = references.isEmpty() ? bundles.locks().all() : bundles.named(references);
        for (LockFolder.Entry entry : entries) {
            spec.commandLine().getOut().println(needs(installer, entry));
        }
        return ExitStatus.OK;
    }

    private int installAll(Bundles bundles, Installer installer) throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        List<LockFolder.Entry> entries = bundles.locks().all();
        Course course = begin(bundles, installer, entries);
        List<String> failures = new ArrayList<>();
        for (LockFolder.Entry entry : entries) {
            try {
                install(bundles, installer, entries, entry, course);
            } catch (IOException | LockFault failed) {
                String failure = entry.lock().bundle() + " " + entry.lock().version() + ": " + Bundles.words(failed);
                err.println("freehold: " + failure);
                failures.add(failure);
            }
        }
        err.println("freehold: %d installed, %d failed".formatted(entries.size() - failures.size(), failures.size()));
        failures.forEach(each -> err.println("  " + each));
        settle(entries);
        return failures.isEmpty() ? ExitStatus.OK : ExitStatus.DIFFERS;
    }

    /** Says what all need together, before the first byte is fetched. */
    private Course begin(Bundles bundles, Installer installer, List<LockFolder.Entry> entries) throws IOException {
        Installer.Needs needs = installer.needs(bundles.withRunRoots(entries));
        if (entries.size() > 1) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "freehold: %d bundles: %s to fetch, at most %s of disk for those that are not here; %s are free"
                                    .formatted(entries.size(), needs.download(), needs.disk(), installer.free()));
        }
        return new Course(entries.size(), needs.download());
    }

    private void install(
            Bundles bundles, Installer installer, List<LockFolder.Entry> all, LockFolder.Entry entry, Course course)
            throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        course.next();
        course.left(installer.needs(bundles.withRunRoots(all)).download());
        Optional<LockFolder.Entry> runRoot = bundles.locks().runRoot(entry.lock());
        if (runRoot.isPresent()) {
            installer.install(runRoot.get().lock(), new BundleProgress(err, course));
            course.left(installer.needs(bundles.withRunRoots(all)).download());
        }
        if (!installer.needs(List.of(entry.lock())).disk().equals(Bytes.NONE)) {
            err.println("freehold: " + course.prefix() + needs(installer, entry));
        }
        InstalledBundle bundle = installer.install(entry.lock(), new BundleProgress(err, course));
        PrintWriter out = spec.commandLine().getOut();
        out.println("%s %s  %s  %s"
                .formatted(bundle.lock().bundle(), bundle.lock().version(), bundle.digest(), bundle.size()));
        out.flush();
    }

    private void settle(List<LockFolder.Entry> entries) {
        Settling.settle(
                entries.stream().map(each -> each.lock().bundle()).distinct().toList(),
                spec.commandLine().getErr());
    }

    private static String needs(Installer installer, LockFolder.Entry entry) {
        Installer.Needs needs = installer.needs(entry.lock());
        return "%s %s: %s to fetch, at most %s of disk"
                .formatted(entry.lock().bundle(), entry.lock().version(), needs.download(), needs.disk());
    }
}
