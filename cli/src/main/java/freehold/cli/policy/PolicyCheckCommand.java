package freehold.cli.policy;

import freehold.cli.ExitStatus;
import freehold.cli.run.RefusalText;
import freehold.control.admission.Ceilings;
import freehold.control.cel.CelConditions;
import freehold.control.policy.Inspection;
import freehold.control.policy.Inspection.Finding;
import freehold.policy.PolicyName;
import freehold.refusal.FieldFault;
import freehold.refusal.Invalid;
import freehold.refusal.Malformed;
import freehold.refusal.NotOffered;
import freehold.refusal.Refusal;
import java.io.PrintWriter;
import java.nio.file.Path;
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
            "Finds the mistakes in a document, and those in its conditions once the rest is right; needs no server.",
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
        Finding finding = new Inspection(new CelConditions(), Ceilings.SERVER.most())
                .inspect(ANY, DocumentFile.read(file).policy());
        return switch (finding) {
            case Finding.Sound(var rules, var _) -> {
                spec.commandLine().getOut().println(rules.identity().digest());
                spec.commandLine().getOut().flush();
                yield ExitStatus.OK;
            }
            case Finding.Unsound(Refusal refusal) -> {
                faults(refusal)
                        .forEach(fault ->
                                err.println("freehold: " + file + ": " + fault.pointer() + " " + fault.detail()));
                err.flush();
                yield ExitStatus.USAGE;
            }
        };
    }

    private static List<FieldFault> faults(Refusal refusal) {
        if (refusal instanceof Malformed(List<FieldFault> faults)) {
            return faults;
        }
        if (refusal instanceof Invalid(List<FieldFault> faults)) {
            return faults;
        }
        String pointer = refusal instanceof NotOffered(String place, String _) ? place : "#";
        return List.of(new FieldFault(pointer, RefusalText.of(refusal)));
    }
}
