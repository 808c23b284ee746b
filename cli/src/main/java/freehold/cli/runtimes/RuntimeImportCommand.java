package freehold.cli.runtimes;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.packs.Packs;
import freehold.cli.settings.Places;
import freehold.wire.bundle.LockFile;
import freehold.wire.bundle.LockVariables;
import freehold.worker.bundle.image.Importer;
import freehold.worker.bundle.store.InstalledBundle;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freehold runtime import}. */
@Command(
        name = "import",
        description = "Installs bundles from an exported archive, or a container image as a bundle. Needs no network.")
final class RuntimeImportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "An OCI image layout (archive or directory) or a docker archive.")
    private Path file = Path.of("");

    @Option(
            names = "--as",
            paramLabel = "NAME@VERSION",
            description = "The file is a container image; the bundle for this pack and version.")
    private String as = "";

    @Option(
            names = "--set",
            paramLabel = "VARIABLE=VALUE",
            description = "What the pack's commands call their placeholders, such as executable=/usr/bin/lua.")
    private Map<String, String> variables = Map.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        return Bundles.with(bundles -> {
            Importer importer = new Importer(bundles.paths(), bundles.store());
            if (as.isEmpty()) {
                List<Importer.Imported> imported = importer.importBundles(file);
                imported.forEach(each -> say(out, each));
                settle(imported.stream().map(Importer.Imported::bundle).toList());
            } else {
                InstalledBundle bundle = importer.importImage(file, lock());
                say(out, bundle);
                settle(List.of(bundle));
            }
            out.flush();
            return ExitStatus.OK;
        });
    }

    private LockFile lock() {
        int at = as.indexOf('@');
        LockVariables.faultIn(variables).ifPresent(fault -> {
            throw new Declined(ExitStatus.USAGE, "--set: " + fault);
        });
        try {
            return LockFile.ofImage(as.substring(0, Math.max(at, 0)), as.substring(at + 1), new TreeMap<>(variables));
        } catch (IllegalArgumentException e) {
            throw new Declined(ExitStatus.USAGE, "--as and --set: " + e.getMessage());
        }
    }

    /** A bundle is of use where its pack is; the archive's own is shown to whoever lacks it, and never put in force unseen. */
    private void say(PrintWriter out, Importer.Imported imported) {
        String name = imported.bundle().lock().bundle();
        say(out, imported.bundle());
        if (imported.pack().isPresent() && Packs.here().file(name).isEmpty()) {
            Path place = Places.ofThisUser().runtimes().resolve(name).resolve("pack.yaml");
            spec.commandLine()
                    .getErr()
                    .println("freehold: there is no pack " + name
                            + " here; to use it, check this and save it as " + place + ":\n\n"
                            + imported.pack().get());
        }
    }

    /** As after an install: caches are filled, and what names mean by now is said. */
    private void settle(List<InstalledBundle> bundles) {
        Set<String> known =
                Packs.here().read().stream().map(each -> each.pack().name()).collect(Collectors.toSet());
        Settling.settle(
                bundles.stream()
                        .map(each -> each.lock().bundle())
                        .filter(known::contains)
                        .distinct()
                        .toList(),
                spec.commandLine().getErr());
    }

    private static void say(PrintWriter out, InstalledBundle bundle) {
        out.println("%s %s  %s  %s"
                .formatted(bundle.lock().bundle(), bundle.lock().version(), bundle.digest(), bundle.size()));
    }
}
