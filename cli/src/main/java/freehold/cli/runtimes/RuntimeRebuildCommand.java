package freehold.cli.runtimes;

import freehold.cli.ExitStatus;
import freehold.wire.bundle.LockFolder;
import freehold.worker.bundle.Rebuilding;
import freehold.worker.bundle.client.HostClients;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freehold runtime rebuild}. */
@Command(
        name = "rebuild",
        description = {
            "Builds bundles twice from their packages, in two empty stores, and says whether all comes out the same.",
            "Packages that are here are not fetched again. What is installed stays as it is, and nothing is left behind."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:all came out the same, and as their locks are sealed", "1:one did not"})
final class RuntimeRebuildCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME[@VERSION]", arity = "1..*", description = "Which runtimes; of several, the highest.")
    private List<String> references = List.of();

    @Option(
            names = "--packs",
            paramLabel = "DIR",
            description = "The folder of packs, such as runtimes in a checkout (default: those of this installation).")
    private Optional<Path> packs = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return packs.isPresent() ? Bundles.with(packs.get(), this::rebuild) : Bundles.with(this::rebuild);
    }

    private int rebuild(Bundles bundles) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Rebuilding rebuilding = new Rebuilding(bundles.paths(), HostClients.of(bundles.paths()));
        int status = ExitStatus.OK;
        for (LockFolder.Entry entry : bundles.chosen(references)) {
            Rebuilding.Result result = rebuilding.twice(entry.lock(), new BundleProgress(err));
            out.println(line(result));
            out.flush();
            status = result.isSame() ? status : ExitStatus.DIFFERS;
        }
        return status;
    }

    static String line(Rebuilding.Result result) {
        String found = result.isSame()
                ? "the same twice, and as sealed: " + result.first()
                : "DIFFERS: %s, then %s; sealed is %s"
                        .formatted(
                                result.first(),
                                result.second(),
                                result.lock().tree().map(Object::toString).orElse("nothing"));
        return "%s %s  %s; %d packages of %s, by their word %s unpacked; %s of files, %s on disk"
                .formatted(
                        result.lock().bundle(),
                        result.lock().version(),
                        found,
                        result.lock().packages().size(),
                        result.lock().downloadSize(),
                        result.lock().unpackedSize(),
                        result.files(),
                        result.disk());
    }
}
