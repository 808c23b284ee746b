package freehold.control.admission;

import freehold.cell.CellSpec;
import freehold.cell.Limit;
import freehold.cell.Limits;
import freehold.cell.Program;
import freehold.cell.Tier;
import freehold.cell.Variation;
import freehold.control.policy.Rulebook;
import freehold.control.policy.Rulebooks;
import freehold.control.secret.SecretIndex;
import freehold.execution.Command;
import freehold.execution.Content;
import freehold.execution.ExecutionId;
import freehold.execution.Plan;
import freehold.execution.Repeatability;
import freehold.execution.Request;
import freehold.execution.SourceFile;
import freehold.execution.StepName;
import freehold.execution.StepPlan;
import freehold.execution.WorkPath;
import freehold.policy.Grant;
import freehold.policy.Origin;
import freehold.policy.PolicyIdentity;
import freehold.policy.Retain;
import freehold.quantity.Bytes;
import freehold.refusal.FieldFault;
import freehold.refusal.Invalid;
import freehold.refusal.NotFound;
import freehold.refusal.Refusal;
import freehold.refusal.RuntimeMissing;
import freehold.refusal.RuntimeUnknown;
import freehold.refusal.TierUnavailable;
import freehold.runtime.Catalogue;
import freehold.runtime.CommandLine;
import freehold.runtime.Environment;
import freehold.runtime.Installed;
import freehold.runtime.Invocation;
import freehold.runtime.Pack;
import freehold.runtime.RuntimeIdentity;
import freehold.runtime.Selection;
import freehold.runtime.Step;
import freehold.tenant.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Decides on requests. Has no state of its own, so any number of threads may ask it. */
public final class Admission {
    /** Files of a request. Whoever reads one in another form need not read more of them, only to be told. */
    public static final int FILES_MAX = RequestRules.FILES_MAX;

    /** Characters of a command line; more than its pipe holds could not be handed over. */
    private static final int HANDED_OVER_MAX = 8_192;

    /** What this version has cells of. */
    private static final List<Tier> TIERS = List.of(Tier.PROCESS);

    private final Supplier<Catalogue> catalogue;
    private final Ceilings ceilings;
    private final Ids ids;
    private final Rulebooks policies;
    private final SecretIndex secrets;

    /**
     * Decides by the catalogue and the policies as they are at each request.
     *
     * @param catalogue asked anew for each request, for runtimes come and go while a server lives
     */
    public Admission(
            Supplier<Catalogue> catalogue, Ceilings ceilings, Ids ids, Rulebooks policies, SecretIndex secrets) {
        this.catalogue = catalogue;
        this.ceilings = ceilings;
        this.ids = ids;
        this.policies = policies;
        this.secrets = secrets;
    }

    /** The same where there are no secrets. */
    public Admission(Supplier<Catalogue> catalogue, Ceilings ceilings, Ids ids, Rulebooks policies) {
        this(catalogue, ceilings, ids, policies, SecretIndex.NONE);
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
                denial = refusal(tenant, request, runtime, rules, at)
                        .or(() -> new SecretRules(secrets, tenant).withheld(request));
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
                ? refused(new NotFound(NotFound.Thing.POLICY))
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
            case Selection.Unknown(String unknown) ->
                refused(new RuntimeUnknown(
                        unknown, versions(unknown), catalogue.get().near(unknown)));
            case Selection.NotInstalled(var missing) ->
                refused(new RuntimeMissing(missing.pack().name(), missing.reason()));
            case Selection.Found(Installed runtime) -> {
                Optional<Denial> denial = switch (standing) {
                    case NEW -> refusal(tenant, request, runtime, rules, now);
                    case GRANTED -> flaw(request, runtime, rules);
                };
                if (denial.isPresent()) {
                    yield refused(denial.get().refusal());
                }
                yield switch (new SecretRules(secrets, tenant).pinned(request)) {
                    case SecretRules.Pinned.Withheld(Denial withheld) -> refused(withheld.refusal());
                    case SecretRules.Pinned.Known(Request pinned) ->
                        new Decision.Admitted(plan(id.get(), tenant, pinned, runtime, rules));
                };
            }
        };
    }

    /** Those that there are of the language that a reference names. */
    private List<String> versions(String reference) {
        return catalogue.get().findAll(reference.replaceFirst("@.*", "")).stream()
                .map(Installed::version)
                .distinct()
                .toList();
    }

    private static Decision refused(Refusal refusal) {
        return new Decision.Refused(refusal);
    }

    private Optional<Denial> refusal(
            TenantId tenant, Request request, Installed runtime, Optional<Rulebook> rules, Instant now) {
        Optional<Denial> flaw = flaw(request, runtime, rules).or(() -> SecretRules.ungranted(request, rules));
        return flaw.isPresent() || rules.isEmpty()
                ? flaw
                : PolicyRules.refusal(
                        rules.get(),
                        tenant,
                        now,
                        request,
                        runtime,
                        limits(LimitRules.RUN, request.limits(), running(request, runtime.pack()), rules),
                        building(request, runtime.pack())
                                .map(step -> limits(LimitRules.BUILD, request.buildLimits(), step, rules)));
    }

    /** What is wrong with a request by itself, or with its limits. */
    private Optional<Denial> flaw(Request request, Installed runtime, Optional<Rulebook> rules) {
        Tier tier = request.tier().orElse(Tier.PROCESS);
        if (!TIERS.contains(tier)) {
            return Optional.of(new Denial(new TierUnavailable(tier, TIERS), Origin.SERVER, "#/tier"));
        }
        List<FieldFault> faults = RequestRules.faults(request, runtime.pack());
        if (!faults.isEmpty()) {
            return Optional.of(new Denial(
                    new Invalid(faults), Origin.REQUEST, faults.getFirst().pointer()));
        }
        return LimitRules.refusal(LimitRules.RUN, request.limits(), ceilings, rules)
                .or(() -> LimitRules.refusal(LimitRules.BUILD, request.buildLimits(), ceilings, rules))
                .or(() -> room(
                        LimitRules.RUN, request.limits(), running(request, runtime.pack()), request, runtime, rules))
                .or(() -> building(request, runtime.pack())
                        .flatMap(build ->
                                room(LimitRules.BUILD, request.buildLimits(), build, request, runtime, rules)));
    }

    /** The step whose root, filter and defaults the program gets. A command may take those of a build. */
    private static Step running(Request request, Pack pack) {
        return request.command()
                .filter(command -> command.step() == StepName.BUILD)
                .flatMap(_ -> pack.build())
                .orElse(pack.run());
    }

    private static Optional<Step> building(Request request, Pack pack) {
        return request.command().isPresent() ? Optional.empty() : pack.build();
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
                grants(LimitRules.RUN, request.limits(), running(request, runtime.pack()), rules),
                building(request, runtime.pack())
                        .map(step -> grants(LimitRules.BUILD, request.buildLimits(), step, rules)));
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
                                "must be at least " + needed.count() + ", not " + disk.count()
                                        + ", for the files take so much of it, in pages of 4,096 bytes"))),
                        Origin.REQUEST,
                        pointer + "/" + Limit.DISK.label()));
    }

    private Plan plan(ExecutionId id, TenantId tenant, Request request, Installed runtime, Optional<Rulebook> rules) {
        List<SourceFile> files = files(request, runtime);
        String entry = request.entry()
                .or(() -> files.stream().findFirst().map(SourceFile::path))
                .map(WorkPath::value)
                .orElse(runtime.pack().source());
        Invocation invocation = new Invocation(
                entry, files.stream().map(file -> file.path().value()).toList(), request.args(), request.buildArgs());
        Variation variation = request.deterministic() ? Variation.FIXED : Variation.FREE;
        Optional<StepPlan> build = building(request, runtime.pack())
                .map(step -> step(
                        step,
                        variation,
                        runtime,
                        runtime.buildRoot().orElse(runtime.runRoot()),
                        invocation,
                        request.buildEnv(),
                        limits(LimitRules.BUILD, request.buildLimits(), step, rules)));
        Step ordinary = running(request, runtime.pack());
        Step running = request.secrets().isEmpty() ? ordinary : ordinary.unprepared();
        Limits limits = limits(LimitRules.RUN, request.limits(), running, rules);
        StepPlan run = request.command()
                .map(command -> command(command, running, variation, runtime, invocation, environment(request), limits))
                .orElseGet(() ->
                        step(running, variation, runtime, runtime.runRoot(), invocation, environment(request), limits));
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
                rules.map(Rulebook::identity),
                request.dialogue(),
                request.retain().orElseGet(() -> retain(rules)),
                repeatability(request, runtime.pack()),
                request.secrets(),
                List.of());
    }

    private static Optional<Repeatability> repeatability(Request request, Pack pack) {
        if (!request.deterministic()) {
            return Optional.empty();
        }
        return Optional.of(
                request.command().isPresent()
                        ? Repeatability.ofCommand(running(request, pack))
                        : Repeatability.of(pack));
    }

    /** At a terminal a program asks what it can do. */
    private static Map<String, String> environment(Request request) {
        if (request.dialogue().terminal().isEmpty() || request.env().containsKey("TERM")) {
            return request.env();
        }
        Map<String, String> with = new HashMap<>(request.env());
        with.put("TERM", "xterm-256color");
        return with;
    }

    /** For whoever does not say. */
    static Retain retain(Optional<Rulebook> rules) {
        return rules.map(each -> each.policy().retention().otherwise()).orElse(Retain.FULL);
    }

    private static List<SourceFile> files(Request request, Installed runtime) {
        Optional<Content> source = request.source();
        return source.isPresent()
                ? List.of(new SourceFile(new WorkPath(runtime.pack().source()), source.get(), false))
                : request.files();
    }

    private static StepPlan step(
            Step ordinary,
            Variation variation,
            Installed runtime,
            String root,
            Invocation invocation,
            Map<String, String> env,
            Limits limits) {
        Step step = variation == Variation.FIXED ? ordinary.repeated() : ordinary;
        CommandLine line = invocation.in(runtime, limits);
        Program program = new Program(line.fill(step.argv()), Environment.of(step.env(), line, env));
        return new StepPlan(
                new CellSpec(root, step.filter(), limits, variation),
                program,
                bootstrap(step, line, program, env, invocation, runtime),
                step.keeps());
    }

    /** What the client itself wants to be started, in the root of that step. Nothing waits for such a one. */
    private static StepPlan command(
            Command command,
            Step ordinary,
            Variation variation,
            Installed runtime,
            Invocation invocation,
            Map<String, String> env,
            Limits limits) {
        Step step = variation == Variation.FIXED ? ordinary.repeated() : ordinary;
        CommandLine line = invocation.in(runtime, limits);
        String root =
                command.step() == StepName.BUILD ? runtime.buildRoot().orElse(runtime.runRoot()) : runtime.runRoot();
        List<String> argv = new ArrayList<>(command.argv());
        argv.set(0, place(argv.getFirst(), line.fill(step.argv().getFirst())));
        return new StepPlan(
                new CellSpec(root, step.filter(), limits, variation),
                new Program(argv, Environment.of(step.env(), line, env)),
                List.of());
    }

    /** Where a program is: as named, or where the runtime has its own of that name, or where programs are. */
    private static String place(String name, String own) {
        if (name.indexOf('/') >= 0) {
            return name;
        }
        return own.endsWith("/" + name) ? own : "/usr/bin/" + name;
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
