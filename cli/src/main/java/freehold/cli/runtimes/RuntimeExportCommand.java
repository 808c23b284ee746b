package freehold.cli.runtimes;

import freehold.cli.ExitStatus;
import freehold.cli.packs.Packs;
import freehold.worker.bundle.image.Exporter;
import freehold.worker.bundle.store.InstalledBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freehold runtime export}. */
@Command(
        name = "export",
        description =
                "Writes installed bundles, with their packs, into one OCI image layout archive for a machine without network.")
final class RuntimeExportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME[@VERSION]", arity = "1..*", description = "Which bundles.")
    private List<String> references = List.of();

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "The archive to write.")
    private Path output = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return Bundles.with(bundles -> {
            Set<Exporter.Item> items = new LinkedHashSet<>();
            for (String reference : references) {
                for (InstalledBundle bundle : bundles.installed(reference)) {
                    addRunRoot(bundles, bundle, items);
                    items.add(new Exporter.Item(bundle, pack(bundle)));
                }
            }
            new Exporter(bundles.paths(), bundles.store()).export(List.copyOf(items), output.toAbsolutePath());
            spec.commandLine().getOut().println(output + ": " + items.size() + " bundles");
            return ExitStatus.OK;
        });
    }

    /** A compiled program's own root goes with its compiler's. */
    private static void addRunRoot(Bundles bundles, InstalledBundle bundle, Set<Exporter.Item> items)
            throws IOException {
        Optional<String> name = bundle.lock().runRoot();
        if (name.isPresent()) {
            bundles.installed(name.get()).forEach(root -> items.add(new Exporter.Item(root, Optional.empty())));
        }
    }

    private static Optional<String> pack(InstalledBundle bundle) throws IOException {
        Optional<Path> file = Packs.here().file(bundle.lock().bundle());
        return file.isPresent() ? Optional.of(Files.readString(file.get())) : Optional.empty();
    }
}
