package freehold.cli.policy;

import freehold.cli.ExitStatus;
import freehold.control.admission.Ceilings;
import freehold.control.cel.CelConditions;
import freehold.control.policy.Inspection;
import freehold.control.policy.Inspection.Finding;
import freehold.policy.PolicyName;
import freehold.wire.api.PolicyDocument;
import java.io.PrintWriter;
import java.nio.file.Path;
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
            "Prints the digest that the server would give it."
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
}
