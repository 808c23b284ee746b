package freehold.wire.link;

import freehold.cell.Cause;
import freehold.cell.CellReport;
import freehold.cell.CellSpec;
import freehold.cell.FilterClass;
import freehold.cell.Limits;
import freehold.cell.Program;
import freehold.cell.TerminalSize;
import freehold.cell.Tier;
import freehold.execution.Artifact;
import freehold.execution.Content;
import freehold.execution.Dialogue;
import freehold.execution.ExecutionId;
import freehold.execution.Outcome;
import freehold.execution.Plan;
import freehold.execution.SourceFile;
import freehold.execution.Start;
import freehold.execution.StepPlan;
import freehold.execution.StepResult;
import freehold.execution.Timing;
import freehold.execution.Verdict;
import freehold.execution.WorkPath;
import freehold.policy.PolicyIdentity;
import freehold.policy.PolicyName;
import freehold.policy.Retain;
import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.runtime.DefaultLimits;
import freehold.runtime.Installed;
import freehold.runtime.Pack;
import freehold.runtime.Step;
import freehold.runtime.Warmth;
import freehold.tenant.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plans to hand over, and what may come of them. */
public final class Handed {
    public static final Limits LIMITS = DefaultLimits.RUN;

    private Handed() {}

    public static Plan plan(Installed runtime, byte[] stdin) {
        Program program = new Program(List.of("/bin/echo", "ü"), Map.of("A", "b"));
        return new Plan(
                new ExecutionId("exe_01m88b1zvjed7thtnnjh5vddt4"),
                new TenantId("ann"),
                runtime,
                Tier.PROCESS,
                List.of(
                        new SourceFile(new WorkPath("a/b"), new Content.Inline(new byte[] {1, 2}), true),
                        new SourceFile(new WorkPath("c"), new Content.Stored(Digest.of(new byte[3]), 3), false)),
                new Content.Inline(stdin),
                Optional.of(new StepPlan(
                        new CellSpec(runtime.buildRoot().orElseThrow(), FilterClass.MANAGED, LIMITS),
                        program,
                        List.of("*.o"))),
                new StepPlan(
                        new CellSpec(runtime.runRoot(), FilterClass.COMPILED, LIMITS),
                        program,
                        Optional.of(program),
                        List.of()),
                List.of("out/*"),
                Optional.of(new PolicyIdentity(new PolicyName("strict"), Digest.of(new byte[7]))),
                new Dialogue(Dialogue.Input.STAYS_OPEN, Optional.of(new TerminalSize(24, 80))),
                Retain.DIGEST);
    }

    public static Outcome outcome(byte[] stdout) {
        CellReport report = new CellReport(
                Cause.ITSELF,
                3,
                0,
                Duration.ofNanos(4),
                Duration.ofNanos(5),
                new Bytes(6),
                7,
                8,
                9,
                new Bytes(10),
                new Bytes(stdout.length),
                new Bytes(0),
                12,
                Duration.ofNanos(13),
                Duration.ofNanos(14),
                15,
                16,
                true);
        return new Outcome(
                Verdict.FAILED,
                "It said no.",
                Optional.empty(),
                Optional.of(new StepResult(report, LIMITS, stdout, new byte[0])),
                true,
                Start.WARM,
                List.of(new Artifact(new WorkPath("out/x"), 5, Digest.of(new byte[5]))),
                new Timing(
                        Duration.ofNanos(1),
                        Duration.ofNanos(2),
                        Duration.ofNanos(3),
                        Duration.ofNanos(4),
                        Duration.ofNanos(5)));
    }

    /** A version of a pack that a worker has. */
    public static Installed installed(String name, String digit) {
        Step step = new Step(List.of("run"), Map.of(), FilterClass.COMPILED, LIMITS, List.of());
        Pack pack = new Pack(name, name, List.of(), List.of(), List.of(), "main", Optional.of(step), step, List.of());
        return new Installed(
                pack,
                "1.0",
                new Digest(digit.repeat(64)),
                Optional.of(name + "-build"),
                name + "-run",
                Map.of("executable", "/usr/bin/" + name),
                Installed.HOST,
                Bytes.mebi(1),
                new Warmth.Cold("no room"));
    }
}
