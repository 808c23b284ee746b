package freehold.cli.doctor;

import freehold.cli.ExitStatus;
import freehold.cli.settings.Places;
import freehold.wire.listing.FindingRecord;
import freehold.wire.listing.Listing;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code freehold doctor}. */
@Command(
        name = "doctor",
        description = "Checks whether this host can run cells, and says what to mend. Changes nothing.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:it can", "69:it cannot; a line marked ✗ says why"})
public final class DoctorCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print the findings as JSON.")
    private boolean json;

    @Option(
            names = "--cells",
            paramLabel = "N",
            description = "How many cells at one time the host is to carry (default: 64).")
    private int cells = 64;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Doctor.Purpose purpose =
                new Doctor.Purpose(cells, Places.ofThisUser().data().toString());
        List<Finding> findings = Doctor.examine(new LinuxHost(), purpose);
        if (json) {
            spec.commandLine()
                    .getOut()
                    .println(Listing.of(findings.stream()
                            .map(finding -> new FindingRecord(
                                    finding.subject(),
                                    finding.grade().label(),
                                    finding.found(),
                                    finding.costs(),
                                    finding.mend()))
                            .toList()));
        } else {
            spec.commandLine().getOut().print(Doctor.describe(findings));
        }
        spec.commandLine().getOut().flush();
        return Doctor.canRun(findings) ? ExitStatus.OK : ExitStatus.UNAVAILABLE;
    }
}
