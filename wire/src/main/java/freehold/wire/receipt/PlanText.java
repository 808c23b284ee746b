package freehold.wire.receipt;

import freehold.cell.Limit;
import freehold.cell.Limits;
import freehold.execution.Content;
import freehold.execution.Plan;
import freehold.execution.SourceFile;
import freehold.execution.StepPlan;
import freehold.ledger.Material;
import freehold.quantity.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A plan as a text whose digest names it: all that decides what a worker does, and nothing of whose execution it is. The same request on
 * the same runtime has the same digest, wherever and whenever.
 */
public final class PlanText {
    private PlanText() {}

    public static Digest digest(Plan plan) {
        return Digest.of(text(plan).bytes());
    }

    /** Files and standard input, by their digests. */
    public static List<Material> inputs(Plan plan) {
        List<Material> inputs = new ArrayList<>();
        for (SourceFile file : plan.files()) {
            inputs.add(material("files/" + file.path(), file.content()));
        }
        inputs.add(material("stdin", plan.stdin()));
        return List.copyOf(inputs);
    }

    private static Material material(String name, Content content) {
        return switch (content) {
            case Content.Inline(byte[] bytes) -> new Material(name, Digest.of(bytes), bytes.length);
            case Content.Stored(Digest digest, long sizeBytes) -> new Material(name, digest, sizeBytes);
        };
    }

    static CanonicalObject text(Plan plan) {
        List<CanonicalObject> files = plan.files().stream()
                .map(file -> new CanonicalObject()
                        .text("path", file.path().value())
                        .digest("digest", material("", file.content()).digest())
                        .truth("executable", file.executable()))
                .toList();
        return new CanonicalObject()
                .digest("runtime", plan.runtime().digest())
                .text("tier", plan.tier().label())
                .objects("files", files)
                .digest("stdin", Digest.of(plan.stdin().bytes()))
                .objects(
                        "steps",
                        Stream.concat(
                                        plan.build().stream().map(build -> step("build", build)),
                                        Stream.of(step("run", plan.run())))
                                .toList())
                .texts("collect", plan.collect());
    }

    private static CanonicalObject step(String name, StepPlan step) {
        return new CanonicalObject()
                .text("name", name)
                .texts("argv", step.program().argv())
                .textsByName("env", step.program().env())
                .text("filter", step.cell().filter().name())
                .object("limits", limits(step.cell().limits()))
                .truth("may_start_warm", step.bootstrap().isPresent())
                .texts("keeps", step.keeps());
    }

    static CanonicalObject limits(Limits limits) {
        CanonicalObject json = new CanonicalObject();
        for (Limit limit : Limit.values()) {
            json.whole(limit.label(), limit.of(limits));
        }
        return json;
    }
}
