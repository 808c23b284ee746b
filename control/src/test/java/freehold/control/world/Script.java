package freehold.control.world;

import freehold.cell.Cause;
import freehold.cell.CellReport;
import freehold.control.world.ScriptedWorker.Held;
import freehold.execution.Content;
import freehold.execution.Outcome;
import freehold.execution.Plan;
import freehold.execution.SourceFile;
import freehold.execution.StepName;
import freehold.execution.Verdict;
import freehold.wire.link.Stream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a program of the scripted worker does, as its first word says: {@code exit N}, {@code crash N} and {@code over LIMIT} end so after
 * {@code said} was written; {@code unbuilt TEXT} fails to build; {@code bytes HEX} writes what may be no text; {@code turns} writes to
 * both streams in turns; {@code show} writes what the program was given.
 */
final class Script {
    private Script() {}

    static void play(Held lease, String script) {
        String rest = script.substring(script.indexOf(' ') + 1);
        switch (script.split(" ", 2)[0]) {
            case "exit" -> ends(lease, Verdict.FAILED, Outcomes.report(Cause.ITSELF, Integer.parseInt(rest), 0));
            case "crash" -> ends(lease, Verdict.CRASHED, Outcomes.report(Cause.ITSELF, 0, Integer.parseInt(rest)));
            case "over" -> over(lease, rest);
            case "unbuilt" -> notBuilt(lease, Cause.ITSELF, rest);
            case "unbuilt-late" -> notBuilt(lease, Cause.WALL, rest);
            case "bytes" ->
                lease.ends(Outcomes.succeeded(lease.plan(), HexFormat.of().parseHex(rest), List.of()));
            case "turns" -> turns(lease);
            case "show" -> lease.ends(Outcomes.succeeded(lease.plan(), given(lease.plan())));
            default -> lease.ends(Outcomes.succeeded(lease.plan(), ""));
        }
    }

    private static void over(Held lease, String limit) {
        switch (limit) {
            case "cpu" -> ends(lease, Verdict.CPU_EXCEEDED, Outcomes.report(Cause.CPU, 0, 9));
            case "wall" -> ends(lease, Verdict.WALL_EXCEEDED, Outcomes.report(Cause.WALL, 0, 9));
            case "memory" -> ends(lease, Verdict.MEMORY_EXCEEDED, Outcomes.report(Cause.MEMORY, 0, 9));
            case "stdout" -> ends(lease, Verdict.OUTPUT_EXCEEDED, Outcomes.report(Cause.STDOUT, 0, 9));
            case "stderr" -> ends(lease, Verdict.OUTPUT_EXCEEDED, Outcomes.report(Cause.STDERR, 0, 9));
            case "calls" -> ends(lease, Verdict.FORBIDDEN, Outcomes.report(Cause.FORBIDDEN, 0, 31));
            default -> throw new IllegalArgumentException("no such limit: " + limit);
        }
    }

    private static void ends(Held lease, Verdict verdict, CellReport report) {
        lease.started(StepName.RUN);
        byte[] out = "said\n".getBytes(StandardCharsets.UTF_8);
        byte[] err = "wrong\n".getBytes(StandardCharsets.UTF_8);
        lease.ends(Outcomes.ended(lease.plan(), verdict, report, out, err));
    }

    private static void notBuilt(Held lease, Cause cause, String text) {
        lease.started(StepName.BUILD);
        lease.ends(Outcomes.notBuilt(lease.plan(), Outcomes.report(cause, 1, 0), text));
    }

    private static void turns(Held lease) {
        lease.started(StepName.RUN);
        for (int turn = 1; turn <= 2; turn++) {
            lease.writes(Stream.STDOUT, "out " + turn + "\n");
            lease.writes(Stream.STDERR, "err " + turn + "\n");
        }
        Outcome outcome = Outcomes.ended(
                lease.plan(),
                Verdict.SUCCEEDED,
                Outcomes.report(Cause.ITSELF, 0, 0),
                "out 1\nout 2\n".getBytes(StandardCharsets.UTF_8),
                "err 1\nerr 2\n".getBytes(StandardCharsets.UTF_8));
        lease.ends(outcome);
    }

    private static String given(Plan plan) {
        var limits = plan.run().cell().limits();
        return "argv " + plan.run().program().argv() + "\n"
                + plan.build()
                        .map(build -> "build " + build.program().argv() + "\n")
                        .orElse("")
                + "stdin " + new String(plan.stdin().bytes(), StandardCharsets.UTF_8) + "\n"
                + plan.files().stream().map(Script::file).collect(Collectors.joining())
                + "cpu " + limits.cpu().toMillis() + " wall " + limits.wall().toMillis() + " memory "
                + limits.memory().count() + " processes " + limits.processes() + " output "
                + limits.output().count() + " disk " + limits.disk().count() + "\n";
    }

    private static String file(SourceFile file) {
        return switch (file.content()) {
            case Content.Inline(byte[] bytes) -> "file " + file.path() + " " + bytes.length + "\n";
            case Content.Stored(var digest, long _) -> "file " + file.path() + " " + digest + "\n";
        };
    }
}
