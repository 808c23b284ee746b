package freehold.control.admission;

import freehold.cell.CellSpec;
import freehold.cell.Limit;
import freehold.cell.Limits;
import freehold.cell.Program;
import freehold.cell.Tier;
import freehold.control.policy.Rulebook;
import freehold.control.policy.Rulebooks;
import freehold.execution.Content;
import freehold.execution.ExecutionId;
import freehold.execution.Plan;
import freehold.execution.Request;
import freehold.execution.SourceFile;
import freehold.execution.StepPlan;
import freehold.execution.WorkPath;
import freehold.policy.Grant;
import freehold.policy.Origin;
import freehold.policy.PolicyIdentity;
import freehold.quantity.Bytes;
import freehold.refusal.FieldFault;
import freehold.refusal.Invalid;
import freehold.refusal.NotFound;
import freehold.refusal.NotOffered;
import freehold.refusal.Refusal;
import freehold.refusal.RuntimeMissing;
import freehold.refusal.RuntimeUnknown;
import freehold.runtime.Catalogue;
import freehold.runtime.CommandLine;
import freehold.runtime.Environment;
import freehold.runtime.Installed;
import freehold.runtime.Invocation;
import freehold.runtime.RuntimeIdentity;
import freehold.runtime.Selection;
import freehold.runtime.Step;
import freehold.tenant.TenantId;
import java.time.Instant;
import java.util.EnumMap;
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
    private final Rulebooks policies;

    /**
     * Decides by the catalogue and the policies as they are at each request.
     *
     * @param catalogue asked anew for each request, for runtimes come and go while a server lives
     */
    public Admission(Supplier<Catalogue> catalogue, Ceilings ceilings, Ids ids, Rulebooks policies) {
        this.catalogue = catalogue;
        this.ceilings = ceilings;
        this.ids = ids;
        this.policies = policies;
    }

    /** The same where there are no policies: on a machine of one's own. */
    public Admission(Supplier<Catalogue> catalogue, Ceilings ceilings, Ids ids) {
        this(catalogue, ceilings, ids, Rulebooks.NONE);
    }

    public Decision admit(TenantId tenant, Request request) {
        return decide(
                ids::execution,
                tenant,
                request,
                request.runtime(),
                policies.inForce(tenant),
                Standing.NEW,
                ids.clock().instant());
    }

    /** What this request would get at that moment, were that policy in force. Nothing is begun. */
    public Appraisal appraise(TenantId tenant, Request request, Optional<Rulebook> rules, Instant at) {
        Optional<Denial> denial;
        Optional<Appraisal.Terms> terms = Optional.empty();
        switch (catalogue.get().find(request.runtime())) {
            case Selection.Found(Installed runtime) -> {
                denial = refusal(tenant, request, runtime, rules, at);
                terms = Optional.of(terms(request, runtime, rules));
            }
            case Selection.Unknown _, Selection.NotInstalled _ ->
                denial = switch (decide(ids::execution, tenant, request, request.runtime(), rules, Standing.NEW, at)) {
                    case Decision.Refused(Refusal refusal) ->
                        Optional.of(new Denial(refusal, Origin.SERVER, "#/runtime"));
                    case Decision.Admitted _ -> Optional.empty();
                };
        }
        return new Appraisal(rules.map(Rulebook::identity), denial, terms);
    }

    /** Whether a request is still to be judged by the policy. */
    private enum Standing {
        NEW,
        GRANTED
    }

    /**
     * The plan of an execution that was accepted before this process began.
     *
     * @param runtime pinned: {@code python@sha256:…}
     * @param policy the one that let it in, whose defaults it keeps
     */
    public Decision readmit(
            ExecutionId id, TenantId tenant, Request request, String runtime, Optional<PolicyIdentity> policy) {
        Optional<Rulebook> granted = policy.flatMap(policies::granted);
        return policy.isPresent() && granted.isEmpty()
                ? refused(new NotFound("policy"))
                : decide(
                        () -> id,
                        tenant,
                        request,
                        runtime,
                        granted,
                        Standing.GRANTED,
                        ids.clock().instant());
    }

    private Decision decide(
            Supplier<ExecutionId> id,
            TenantId tenant,
            Request request,
            String reference,
            Optional<Rulebook> rules,
            Standing standing,
            Instant now) {
        return switch (catalogue.get().find(reference)) {
            case Selection.Unknown(String unknown) -> refused(new RuntimeUnknown(unknown));
            case Selection.NotInstalled(var missing) ->
                refused(new RuntimeMissing(missing.pack().name(), missing.reason()));
            case Selection.Found(Installed runtime) -> {
                Optional<Denial> denial = switch (standing) {
                    case NEW -> refusal(tenant, request, runtime, rules, now);
                    case GRANTED -> flaw(request, runtime, rules);
                };
                yield denial.<Decision>map(each -> new Decision.Refused(each.refusal()))
                        .orElseGet(() -> new Decision.Admitted(plan(id.get(), tenant, request, runtime, rules)));
            }
        };
    }

    private static Decision refused(Refusal refusal) {
        return new Decision.Refused(refusal);
    }

    private Optional<Denial> refusal(
            TenantId tenant, Request request, Installed runtime, Optional<Rulebook> rules, Instant now) {
        Optional<Denial> flaw = flaw(request, runtime, rules);
        return flaw.isPresent() || rules.isEmpty()
                ? flaw
                : PolicyRules.refusal(
                        rules.get(),
                        tenant,
                        now,
                        request,
                        runtime,
                        limits(LimitRules.RUN, request.limits(), runtime.pack().run(), rules),
                        runtime.pack()
                                .build()
                                .map(step -> limits(LimitRules.BUILD, request.buildLimits(), step, rules)));
    }

    /** What is wrong with a request by itself, or with its limits. */
    private Optional<Denial> flaw(Request request, Installed runtime, Optional<Rulebook> rules) {
        Tier tier = request.tier().orElse(Tier.PROCESS);
        if (tier != Tier.PROCESS) {
            return Optional.of(
                    new Denial(new NotOffered("#/tier", "the tier " + tier.label()), Origin.SERVER, "#/tier"));
        }
        List<FieldFault> faults = RequestRules.faults(request, runtime.pack());
        if (!faults.isEmpty()) {
            return Optional.of(new Denial(
                    new Invalid(faults), Origin.REQUEST, faults.getFirst().pointer()));
        }
        return LimitRules.refusal(LimitRules.RUN, request.limits(), ceilings, rules)
                .or(() -> LimitRules.refusal(LimitRules.BUILD, request.buildLimits(), ceilings, rules))
                .or(() -> room(LimitRules.RUN, request.limits(), runtime.pack().run(), request, runtime, rules))
                .or(() -> runtime.pack()
                        .build()
                        .flatMap(build ->
                                room(LimitRules.BUILD, request.buildLimits(), build, request, runtime, rules)));
    }

    private Limits limits(String pointer, Map<Limit, Long> asked, Step step, Optional<Rulebook> rules) {
        return LimitRules.effective(asked, step.defaults(), ceilings, LimitRules.stepRules(pointer, rules));
    }

    private Appraisal.Terms terms(Request request, Installed runtime, Optional<Rulebook> rules) {
        Tier asked = request.tier().orElse(Tier.PROCESS);
        Tier tier = rules.map(each -> each.policy().tier(asked)).orElse(asked);
        Origin tierFrom = tier != asked ? Origin.POLICY : request.tier().isPresent() ? Origin.REQUEST : Origin.SERVER;
        return new Appraisal.Terms(
                RuntimeIdentity.of(runtime),
                tier,
                tierFrom,
                grants(LimitRules.RUN, request.limits(), runtime.pack().run(), rules),
                runtime.pack().build().map(step -> grants(LimitRules.BUILD, request.buildLimits(), step, rules)));
    }

    private Map<Limit, Grant> grants(String pointer, Map<Limit, Long> asked, Step step, Optional<Rulebook> rules) {
        Map<Limit, Grant> grants = new EnumMap<>(Limit.class);
        for (Limit limit : Limit.values()) {
            grants.put(
                    limit,
                    LimitRules.grant(limit, asked, step.defaults(), ceilings, LimitRules.stepRules(pointer, rules)));
        }
        return grants;
    }

    /** Whether the files have room on the disk of a step; a file takes whole pages of it. */
    private Optional<Denial> room(
            String pointer,
            Map<Limit, Long> asked,
            Step step,
            Request request,
            Installed runtime,
            Optional<Rulebook> rules) {
        Bytes disk = limits(pointer, asked, step, rules).disk();
        Bytes needed = files(request, runtime).stream()
                .map(file -> switch (file.content()) {
                    case Content.Inline(byte[] bytes) -> new Bytes(bytes.length).inPages();
                    case Content.Stored stored -> new Bytes(stored.sizeBytes()).inPages();
                })
                .reduce(Bytes.NONE, Bytes::plus);
        return needed.compareTo(disk) <= 0
                ? Optional.empty()
                : Optional.of(new Denial(
                        new Invalid(List.of(new FieldFault(
                                pointer + "/" + Limit.DISK.label(),
                                "must be at least " + needed.count() + ", for the files take so much"))),
                        Origin.REQUEST,
                        pointer + "/" + Limit.DISK.label()));
    }

    private Plan plan(ExecutionId id, TenantId tenant, Request request, Installed runtime, Optional<Rulebook> rules) {
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
                        limits(LimitRules.BUILD, request.buildLimits(), step, rules)));
        StepPlan run = step(
                runtime.pack().run(),
                runtime,
                runtime.runRoot(),
                invocation,
                request.env(),
                limits(LimitRules.RUN, request.limits(), runtime.pack().run(), rules));
        return new Plan(
                id,
                tenant,
                runtime,
                Tier.PROCESS,
                files,
                request.stdin(),
                build,
                run,
                request.collect(),
                rules.map(Rulebook::identity));
    }

    private static List<SourceFile> files(Request request, Installed runtime) {
        Optional<Content> source = request.source();
        return source.isPresent()
                ? List.of(new SourceFile(new WorkPath(runtime.pack().source()), source.get(), false))
                : request.files();
    }

    private static StepPlan step(
            Step step, Installed runtime, String root, Invocation invocation, Map<String, String> env, Limits limits) {
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
