package freehold.wire.cluster;

import freehold.cell.CellSpec;
import freehold.cell.FilterClass;
import freehold.cell.Limits;
import freehold.cell.Program;
import freehold.cell.TerminalSize;
import freehold.cell.Tier;
import freehold.cell.Variation;
import freehold.execution.Content;
import freehold.execution.Dialogue;
import freehold.execution.ExecutionId;
import freehold.execution.Injection;
import freehold.execution.Plan;
import freehold.execution.SecretValue;
import freehold.execution.SourceFile;
import freehold.execution.StepPlan;
import freehold.execution.WorkPath;
import freehold.policy.PolicyIdentity;
import freehold.policy.PolicyName;
import freehold.policy.Retain;
import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.runtime.Installed;
import freehold.secret.SecretName;
import freehold.tenant.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Plans as messages. A runtime goes by its digest alone: the worker puts in what it has under that, with the names of its own roots.
 */
final class PlanCodec {
    private PlanCodec() {}

    static byte[] bytes(Plan plan) {
        Writing out = new Writing()
                .text(plan.id().value())
                .text(plan.tenant().value())
                .digest(plan.runtime().digest())
                .name(plan.tier())
                .list(plan.files(), PlanCodec::file)
                .bytes(plan.stdin().bytes())
                .optional(plan.build(), PlanCodec::step)
                .list(List.of(plan.run()), PlanCodec::step)
                .texts(plan.collect())
                .optional(plan.policy(), PlanCodec::policy)
                .name(plan.dialogue().input())
                .optional(plan.dialogue().terminal(), PlanCodec::terminal)
                .name(plan.retain())
                .list(plan.supplies(), PlanCodec::supply);
        if (plan.share() != 1) {
            out.number(plan.share()); // a worker from before there were shares takes all other plans
        }
        return out.done();
    }

    /** Reads a plan for the runtime that is installed here; fails as {@link Malformed} if it is not. */
    static Plan read(byte[] message, Function<Digest, Optional<Installed>> installed) throws Malformed {
        return Reading.whole(message, in -> {
            ExecutionId id = new ExecutionId(in.text());
            TenantId tenant = new TenantId(in.text());
            Digest digest = in.digest();
            Installed runtime = installed
                    .apply(digest)
                    .orElseThrow(() -> new IllegalArgumentException("no runtime " + digest + " here"));
            Tier tier = in.name(Tier.class);
            return new Plan(
                    id,
                    tenant,
                    runtime,
                    tier,
                    in.list(PlanCodec::file),
                    new Content.Inline(in.bytes()),
                    in.optional(from -> step(from, runtime.buildRoot().orElse(runtime.runRoot()))),
                    in.optional(from -> step(from, runtime.runRoot()))
                            .orElseThrow(() -> new IllegalArgumentException("runs nothing")),
                    in.texts(),
                    in.optional(PlanCodec::policy),
                    new Dialogue(in.name(Dialogue.Input.class), in.optional(PlanCodec::terminal)),
                    in.name(Retain.class),
                    Optional.empty(),
                    List.of(),
                    in.list(PlanCodec::supply),
                    in.isAtEnd() ? 1 : in.small());
        });
    }

    private static void terminal(Writing out, TerminalSize size) {
        out.number(size.rows()).number(size.columns());
    }

    private static TerminalSize terminal(Reading in) {
        return new TerminalSize(in.small(), in.small());
    }

    private static void policy(Writing out, PolicyIdentity policy) {
        out.text(policy.name().value()).digest(policy.digest());
    }

    private static PolicyIdentity policy(Reading in) {
        return new PolicyIdentity(new PolicyName(in.text()), in.digest());
    }

    /** What repeatability and secrets are called is for control alone; the worker gets what it needs of them. */
    private static void supply(Writing out, SecretValue value) {
        out.text(value.name().value());
        switch (value.injection()) {
            case Injection.Variable(String name) -> out.number(0).text(name);
            case Injection.File(WorkPath path) -> out.number(1).text(path.value());
        }
        out.bytes(value.bytes());
    }

    private static SecretValue supply(Reading in) {
        SecretName name = new SecretName(in.text());
        Injection injection =
                in.number() == 0 ? new Injection.Variable(in.text()) : new Injection.File(new WorkPath(in.text()));
        return new SecretValue(name, injection, in.bytes());
    }

    private static void file(Writing out, SourceFile file) {
        out.text(file.path().value());
        switch (file.content()) {
            case Content.Inline(byte[] bytes) -> out.number(0).bytes(bytes);
            case Content.Stored(Digest digest, long size) ->
                out.number(1).digest(digest).number(size);
        }
        out.truth(file.executable());
    }

    private static SourceFile file(Reading in) {
        WorkPath path = new WorkPath(in.text());
        return new SourceFile(
                path,
                in.number() == 0 ? new Content.Inline(in.bytes()) : new Content.Stored(in.digest(), in.number()),
                in.truth());
    }

    private static void step(Writing out, StepPlan step) {
        out.name(step.cell().filter()).name(step.cell().variation());
        limits(out, step.cell().limits());
        program(out, step.program());
        out.optional(step.bootstrap(), PlanCodec::program).texts(step.keeps());
    }

    private static StepPlan step(Reading in, String root) {
        FilterClass filter = in.name(FilterClass.class);
        Variation variation = in.name(Variation.class);
        CellSpec cell = new CellSpec(root, filter, limits(in), variation);
        return new StepPlan(cell, program(in), in.optional(PlanCodec::program), in.texts());
    }

    private static void program(Writing out, Program program) {
        out.texts(program.argv()).map(program.env());
    }

    private static Program program(Reading in) {
        return new Program(in.texts(), in.map());
    }

    static void limits(Writing out, Limits limits) {
        out.time(limits.cpu())
                .time(limits.wall())
                .number(limits.memory().count())
                .number(limits.processes())
                .number(limits.output().count())
                .number(limits.disk().count())
                .number(limits.openFiles());
    }

    static Limits limits(Reading in) {
        return new Limits(
                in.time(),
                in.time(),
                new Bytes(in.number()),
                in.small(),
                new Bytes(in.number()),
                new Bytes(in.number()),
                in.small());
    }
}
