package freehold.control.admission;

import freehold.cell.CellSpec;
import freehold.cell.Limit;
import freehold.cell.Limits;
import freehold.cell.Program;
import freehold.cell.Tier;
import freehold.execution.Content;
import freehold.execution.ExecutionId;
import freehold.execution.Plan;
import freehold.execution.Request;
import freehold.execution.SourceFile;
import freehold.execution.StepPlan;
import freehold.execution.WorkPath;
import freehold.quantity.Bytes;
import freehold.refusal.FieldFault;
import freehold.refusal.Invalid;
import freehold.refusal.NotOffered;
import freehold.refusal.Refusal;
import freehold.refusal.RuntimeMissing;
import freehold.refusal.RuntimeUnknown;
import freehold.runtime.Catalogue;
import freehold.runtime.CommandLine;
import freehold.runtime.Environment;
import freehold.runtime.Installed;
import freehold.runtime.Invocation;
import freehold.runtime.Selection;
import freehold.runtime.Step;
import freehold.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Decides on requests. Has no state of its own, so any number of threads may ask it. */
public final class Admission {
    /** Characters of a command line; more than its pipe holds could not be handed over. */
    private static final int HANDED_OVER_MAX = 8_192;

    private final Supplier<Catalogue> catalogue;
    private final Ceilings ceilings;
    private final Ids ids;

    /**
     * Decides by the catalogue as it is at each request.
     *
     * @param catalogue asked anew for each request, for runtimes come and go while a server lives
     */
    public Admission(Supplier<Catalogue> catalogue, Ceilings ceilings, Ids ids) {
        this.catalogue = catalogue;
        this.ceilings = ceilings;
        this.ids = ids;
    }

    public Decision admit(TenantId tenant, Request request) {
        return decide(ids::execution, tenant, request, request.runtime());
    }

    /**
     * The plan of an execution that was accepted before this process began.
     *
     * @param runtime pinned: {@code python@sha256:…}
     */
    public Decision readmit(ExecutionId id, TenantId tenant, Request request, String runtime) {
        return decide(() -> id, tenant, request, runtime);
    }

    private Decision decide(Supplier<ExecutionId> id, TenantId tenant, Request request, String reference) {
        return switch (catalogue.get().find(reference)) {
            case Selection.Unknown(String unknown) -> refused(new RuntimeUnknown(unknown));
            case Selection.NotInstalled(var missing) ->
                refused(new RuntimeMissing(missing.pack().name(), missing.reason()));
            case Selection.Found(Installed runtime) ->
                refusal(request, runtime)
                        .<Decision>map(Decision.Refused::new)
                        .orElseGet(() -> new Decision.Admitted(plan(id.get(), tenant, request, runtime)));
        };
    }

    private static Decision refused(Refusal refusal) {
        return new Decision.Refused(refusal);
    }

    private Optional<Refusal> refusal(Request request, Installed runtime) {
        Tier tier = request.tier().orElse(Tier.PROCESS);
        if (tier != Tier.PROCESS) {
            return Optional.of(new NotOffered("#/tier", "the tier " + tier.label()));
        }
        List<FieldFault> faults = RequestRules.faults(request, runtime.pack());
        if (!faults.isEmpty()) {
            return Optional.of(new Invalid(faults));
        }
        return LimitRules.refusal("#/limits", request.limits(), ceilings)
                .or(() -> LimitRules.refusal("#/build_limits", request.buildLimits(), ceilings))
                .or(() -> room("#/limits", request.limits(), runtime.pack().run(), request, runtime))
                .or(() -> runtime.pack()
                        .build()
                        .flatMap(build -> room("#/build_limits", request.buildLimits(), build, request, runtime)));
    }

    /** Whether the files have room on the disk of a step; a file takes whole pages of it. */
    private Optional<Refusal> room(
            String pointer, Map<Limit, Long> asked, Step step, Request request, Installed runtime) {
        Bytes disk = LimitRules.effective(asked, step.defaults(), ceilings).disk();
        Bytes needed = files(request, runtime).stream()
                .map(file -> switch (file.content()) {
                    case Content.Inline(byte[] bytes) -> new Bytes(bytes.length).inPages();
                    case Content.Stored stored -> new Bytes(stored.sizeBytes()).inPages();
                })
                .reduce(Bytes.NONE, Bytes::plus);
        return needed.compareTo(disk) <= 0
                ? Optional.empty()
                : Optional.of(new Invalid(List.of(new FieldFault(
                        pointer + "/" + Limit.DISK.label(),
                        "must be at least " + needed.count() + ", for the files take so much"))));
    }

    private Plan plan(ExecutionId id, TenantId tenant, Request request, Installed runtime) {
        List<SourceFile> files = files(request, runtime);
        WorkPath entry = request.entry().orElseGet(() -> files.getFirst().path());
        Invocation invocation = new Invocation(
                entry.value(),
                files.stream().map(file -> file.path().value()).toList(),
                request.args(),
                request.buildArgs());
        Optional<StepPlan> build = runtime.pack()
                .build()
                .map(step -> step(
                        step,
                        runtime,
                        runtime.buildRoot().orElse(runtime.runRoot()),
                        invocation,
                        request.buildEnv(),
                        request.buildLimits()));
        StepPlan run =
                step(runtime.pack().run(), runtime, runtime.runRoot(), invocation, request.env(), request.limits());
        return new Plan(id, tenant, runtime, Tier.PROCESS, files, request.stdin(), build, run, request.collect());
    }

    private static List<SourceFile> files(Request request, Installed runtime) {
        Optional<Content> source = request.source();
        return source.isPresent()
                ? List.of(new SourceFile(new WorkPath(runtime.pack().source()), source.get(), false))
                : request.files();
    }

    private StepPlan step(
            Step step,
            Installed runtime,
            String root,
            Invocation invocation,
            Map<String, String> env,
            Map<Limit, Long> asked) {
        Limits limits = LimitRules.effective(asked, step.defaults(), ceilings);
        CommandLine line = invocation.in(runtime, limits);
        Program program = new Program(line.fill(step.argv()), Environment.of(step.env(), line, env));
        return new StepPlan(
                new CellSpec(root, step.filter(), limits),
                program,
                bootstrap(step, line, program, env, invocation, runtime),
                step.keeps());
    }

    /** What may wait for this program: only something that it cannot tell from a start of its own. */
    private static Optional<Program> bootstrap(
            Step step,
            CommandLine line,
            Program program,
            Map<String, String> env,
            Invocation invocation,
            Installed runtime) {
        boolean ordinary = runtime.hasBootstraps()
                && env.isEmpty()
                && invocation.buildArgs().isEmpty()
                && invocation.entry().equals(runtime.pack().source())
                && program.argv().stream().mapToInt(String::length).sum() <= HANDED_OVER_MAX;
        return step.warm()
                .filter(_ -> ordinary)
                .map(warm -> new Program(line.fill(warm.argv()), Environment.of(warm.env(), line, Map.of())));
    }
}
