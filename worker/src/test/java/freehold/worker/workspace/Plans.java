package freehold.worker.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import freehold.cell.CellSpec;
import freehold.cell.FilterClass;
import freehold.cell.Limits;
import freehold.cell.Program;
import freehold.cell.Tier;
import freehold.execution.Content;
import freehold.execution.Dialogue;
import freehold.execution.ExecutionId;
import freehold.execution.Plan;
import freehold.execution.SourceFile;
import freehold.execution.StepPlan;
import freehold.execution.WorkPath;
import freehold.execution.WorkerIdentity;
import freehold.policy.Retain;
import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.runtime.Installed;
import freehold.runtime.Pack;
import freehold.runtime.Step;
import freehold.runtime.Warmth;
import freehold.tenant.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plans for tests, changed by what a test is about. */
public final class Plans {
    public static final Limits LIMITS = new Limits(
            Duration.ofSeconds(1), Duration.ofSeconds(20), Bytes.mebi(64), 16, Bytes.kibi(64), Bytes.mebi(1), 64);

    /** Who carries them out. */
    public static final WorkerIdentity WORKER = new WorkerIdentity("tested", "6.1.0-test", "A model of processor");

    private TenantId tenant = TenantId.LOCAL;
    private String digest = "1".repeat(64);
    private final List<SourceFile> files = new ArrayList<>();
    private byte[] stdin = {};
    private Optional<StepPlan> build = Optional.empty();
    private StepPlan run = step(LIMITS, List.of(), "run");
    private List<String> collect = List.of();
    private Dialogue dialogue = Dialogue.NONE;

    private Plans() {}

    public static Plans aPlan() {
        return new Plans();
    }

    public Plans tenant(String name) {
        tenant = new TenantId(name);
        return this;
    }

    public Plans runtime(char digit) {
        digest = String.valueOf(digit).repeat(64);
        return this;
    }

    public Plans file(String path, String text) {
        return file(new SourceFile(new WorkPath(path), new Content.Inline(text.getBytes(UTF_8)), false));
    }

    public Plans file(SourceFile file) {
        files.add(file);
        return this;
    }

    public Plans stdin(String text) {
        stdin = text.getBytes(UTF_8);
        return this;
    }

    public Plans build(List<String> keeps, String... argv) {
        build = Optional.of(step(LIMITS, keeps, argv));
        return this;
    }

    public Plans build(StepPlan step) {
        build = Optional.of(step);
        return this;
    }

    public Plans run(String... argv) {
        return run(LIMITS, argv);
    }

    public Plans run(Limits limits, String... argv) {
        run = step(limits, List.of(), argv);
        return this;
    }

    public Plans run(StepPlan step) {
        run = step;
        return this;
    }

    public Plans collect(String... globs) {
        collect = List.of(globs);
        return this;
    }

    public Plans dialogue(Dialogue other) {
        dialogue = other;
        return this;
    }

    public Plan plan() {
        Step step = new Step(List.of("x"), Map.of(), FilterClass.COMPILED, LIMITS, List.of());
        Pack pack = new Pack("c", "C", List.of(), List.of(), List.of(), "main.c", Optional.empty(), step, List.of());
        Installed runtime = new Installed(
                pack, "1", new Digest(digest), Optional.empty(), "c", Map.of(), "host", Bytes.NONE, new Warmth.Full());
        return new Plan(
                new ExecutionId("exe_01kb4xq9zv7r8s1m2n3p4t5w6y"),
                tenant,
                runtime,
                Tier.PROCESS,
                files,
                new Content.Inline(stdin),
                build,
                run,
                collect,
                Optional.empty(),
                dialogue,
                Retain.FULL);
    }

    public static StepPlan step(Limits limits, List<String> keeps, String... argv) {
        return new StepPlan(
                new CellSpec("c", FilterClass.COMPILED, limits), new Program(List.of(argv), Map.of()), keeps);
    }
}
