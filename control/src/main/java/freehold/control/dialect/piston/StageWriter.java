package freehold.control.dialect.piston;

import freehold.cell.Cause;
import freehold.cell.CellReport;
import freehold.cell.Signal;
import freehold.control.dialect.Output;
import freehold.control.dialect.PeerJson;
import freehold.control.record.Entry;
import freehold.execution.Execution;
import freehold.execution.Outcome;
import freehold.execution.StepName;
import freehold.execution.StepResult;
import freehold.execution.Verdict;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The answer to a job: a stage for each step. A program that the peer would have killed is told as killed. */
final class StageWriter {
    private static final String KILLED = Signal.SIGKILL.name();

    private StageWriter() {}

    static ObjectNode job(Entry entry, Runtimes.Listed runtime) {
        Execution execution = entry.execution();
        Outcome outcome = execution.outcome().orElseThrow();
        ObjectNode json = PeerJson.object();
        Optional<ObjectNode> compile = outcome.build().map(step -> stage(entry, StepName.BUILD, step));
        compile.ifPresent(stage -> json.set("compile", stage));
        Optional<ObjectNode> run = outcome.run().map(step -> stage(entry, StepName.RUN, step));
        json.set("run", run.or(() -> compile.map(ObjectNode::deepCopy)).orElseGet(() -> nothing(outcome)));
        return json.put("language", runtime.language())
                .put("version", runtime.version().toString());
    }

    /** How a stage ended. */
    private record End(@Nullable String status, @Nullable String message, boolean isKilled) {}

    private static ObjectNode stage(Entry entry, StepName name, StepResult step) {
        CellReport report = step.report();
        End end = end(report);
        boolean signalled = end.isKilled() || report.signal() != 0;
        return PeerJson.object()
                .put("stdout", Output.text(step.stdout()))
                .put("stderr", Output.text(step.stderr()))
                .put("output", Output.text(Output.interleaved(entry, name)))
                .put("code", signalled ? null : Integer.valueOf(report.exitCode()))
                .put("signal", signal(end, report))
                .put("message", end.message())
                .put("status", end.status())
                .put("cpu_time", millis(report.cpu()))
                .put("wall_time", millis(report.wall()))
                .put("memory", report.memoryPeak().count());
    }

    private static @Nullable String signal(End end, CellReport report) {
        if (end.isKilled()) {
            return KILLED;
        }
        return report.signal() == 0 ? null : Signal.nameOf(report.signal());
    }

    private static End end(CellReport report) {
        if (report.cause() == Cause.ITSELF && report.oomKills() > 0) {
            return new End("SG", "Memory limit exceeded", true);
        }
        return switch (report.cause()) {
            case CPU -> new End("TO", "Time limit exceeded", true);
            case WALL -> new End("TO", "Time limit exceeded (wall clock)", true);
            case STDOUT -> new End("OL", "stdout length exceeded", true);
            case STDERR -> new End("EL", "stderr length exceeded", true);
            case MEMORY -> new End("SG", "Memory limit exceeded", true);
            case FORBIDDEN -> new End("SG", "Caught fatal signal " + report.signal(), false);
            case KILLED -> new End("SG", "Cancelled", true);
            case NO_EXEC -> new End("XX", "The program cannot be executed", false);
            case ITSELF -> {
                if (report.signal() != 0) {
                    yield new End("SG", "Caught fatal signal " + report.signal(), false);
                }
                yield report.exitCode() == 0
                        ? new End(null, null, false)
                        : new End("RE", "Exited with error status " + report.exitCode(), false);
            }
        };
    }

    /** Nothing ran: it is ours, or somebody cancelled it. */
    private static ObjectNode nothing(Outcome outcome) {
        return PeerJson.object()
                .put("stdout", "")
                .put("stderr", "")
                .put("output", "")
                .putNull("code")
                .put("signal", KILLED)
                .put("message", outcome.explanation())
                .put("status", outcome.verdict() == Verdict.CANCELLED ? "SG" : "XX")
                .put("cpu_time", 0)
                .put("wall_time", 0)
                .put("memory", 0);
    }

    private static long millis(Duration time) {
        return Math.round(time.toNanos() / 1e6);
    }
}
