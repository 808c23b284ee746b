package freehold.cli.policy;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.packs.Packs;
import freehold.control.admission.Ceilings;
import freehold.control.cel.CelConditions;
import freehold.control.policy.Inspection;
import freehold.control.policy.Inspection.Finding;
import freehold.policy.PolicyName;
import freehold.policy.RuntimePattern;
import freehold.refusal.Nearest;
import freehold.runtime.Pack;
import freehold.wire.api.PolicyDocument;
import freehold.wire.pack.PackFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freehold policy check}. */
@Command(
        name = "check",
        description = {
            "Finds all mistakes in a document and in its conditions; needs no server.",
            "Prints the digest that the server would give it, and warns of runtimes that nobody knows here."
        })
final class PolicyCheckCommand implements Callable<Integer> {
    private static final PolicyName ANY = new PolicyName("checked");

    @Parameters(index = "0", paramLabel = "FILE", description = "A policy in YAML or JSON; - reads standard input.")
    private Path file = Path.of("-");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        Inspection inspection = new Inspection(new CelConditions(), Ceilings.SERVER.most());
        PolicyDocument.Read read = DocumentFile.read(file).policy();
        return switch (inspection.inspect(ANY, read)) {
            case Finding.Sound(var rules, var _) -> {
                unknown(rules.policy().runtimes(), known()).forEach(err::println);
                err.flush();
                spec.commandLine().getOut().println(rules.identity().digest());
                spec.commandLine().getOut().flush();
                yield ExitStatus.OK;
            }
            case Finding.Unsound _ -> {
                inspection
                        .mistakes(read)
                        .forEach(fault ->
                                err.println("freehold: " + file + ": " + fault.pointer() + " " + fault.detail()));
                err.flush();
                yield ExitStatus.USAGE;
            }
        };
    }

    /** A policy may be ahead of its runtimes, and the server's site may have others: no reason to refuse it. */
    private List<String> unknown(List<RuntimePattern> wanted, List<Pack> known) {
        List<String> warnings = new ArrayList<>();
        for (int i = 0; i < wanted.size() && !known.isEmpty(); i++) {
            RuntimePattern pattern = wanted.get(i);
            if (known.stream().noneMatch(pattern::names)) {
                List<String> near = Pack.near(known, pattern.name());
                warnings.add("freehold: " + file + ": #/runtimes/" + i + " " + pattern.name()
                        + " is no runtime of this installation, though a server may have it"
                        + (near.isEmpty() ? "" : "; " + Nearest.question(near)));
            }
        }
        return warnings;
    }

    /** What comes with Freehold and is this site's; nothing where that cannot be read, which is another command's to say. */
    private static List<Pack> known() {
        try {
            return Packs.here().read().stream().map(PackFile::pack).toList();
        } catch (Declined unreadable) {
            return List.of();
        }
    }
}
