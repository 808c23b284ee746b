package freehold.wire.receipt;

import freehold.cell.Limit;
import freehold.cell.Limits;
import freehold.cell.Variation;
import freehold.execution.Content;
import freehold.execution.Dialogue;
import freehold.execution.Injection;
import freehold.execution.Plan;
import freehold.execution.SecretUse;
import freehold.execution.SourceFile;
import freehold.execution.StepPlan;
import freehold.execution.WorkPath;
import freehold.ledger.Material;
import freehold.quantity.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A plan as a text whose digest names it: all that decides what a worker does, and nothing of whose execution it is. The same request on
 * the same runtime has the same digest, wherever and whenever.
 */
public final class PlanText {
    private PlanText() {}

    /**
     * The digest of the text.
     *
     * @param inputs those of the plan, from {@link #inputs}, which takes long where they are large
     */
    public static Digest digest(Plan plan, List<Material> inputs) {
        return Digest.of(text(plan, inputs).bytes());
    }

    /** Files in their order, then standard input, by their digests. */
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

    private static CanonicalObject text(Plan plan, List<Material> inputs) {
        List<CanonicalObject> files = new ArrayList<>();
        for (SourceFile file : plan.files()) {
            files.add(new CanonicalObject()
                    .text("path", file.path().value())
                    .digest("digest", inputs.get(files.size()).digest())
                    .truth("executable", file.executable()));
        }
        List<CanonicalObject> steps = new ArrayList<>();
        plan.build().ifPresent(build -> steps.add(step("build", build)));
        steps.add(step("run", plan.run()));
        return new CanonicalObject()
                .digest("runtime", plan.runtime().digest())
                .text("tier", plan.tier().label())
                .objects("files", files)
                .digest("stdin", inputs.getLast().digest())
                .objects("steps", steps)
                .texts("collect", plan.collect())
                .with(
                        Optional.of(plan.dialogue()).filter(Dialogue::isOne),
                        (json, dialogue) -> json.object("dialogue", dialogue(dialogue)))
                .with(
                        Optional.of(plan.secrets()).filter(each -> !each.isEmpty()),
                        (json, secrets) -> json.objects("secrets", secrets, PlanText::secret));
    }

    /** By name and version; nothing is derived from the value. */
    private static CanonicalObject secret(SecretUse use) {
        CanonicalObject json = new CanonicalObject()
                .text("name", use.name().value())
                .with(use.version(), (object, version) -> object.whole("version", version));
        return switch (use.injection()) {
            case Injection.Variable(String name) -> json.text("env", name);
            case Injection.File(WorkPath path) -> json.text("file", path.value());
        };
    }

    /** Only where there is one, so that all other plans have the digest that they always had. */
    private static CanonicalObject dialogue(Dialogue dialogue) {
        CanonicalObject json =
                new CanonicalObject().text("input", dialogue.input().name());
        return dialogue.terminal()
                .map(size -> json.whole("rows", size.rows()).whole("columns", size.columns()))
                .orElse(json);
    }

    private static CanonicalObject step(String name, StepPlan step) {
        return new CanonicalObject()
                .text("name", name)
                .texts("argv", step.program().argv())
                .textsByName("env", step.program().env())
                .text("filter", step.cell().filter().name())
                .object("limits", limits(step.cell().limits()))
                .truth("may_start_warm", step.bootstrap().isPresent())
                .texts("keeps", step.keeps())
                .with(
                        Optional.of("fixed").filter(_ -> step.cell().variation() == Variation.FIXED),
                        (json, value) -> json.text("variation", value));
    }

    static CanonicalObject limits(Limits limits) {
        CanonicalObject json = new CanonicalObject();
        for (Limit limit : Limit.values()) {
            json.whole(limit.label(), limit.of(limits));
        }
        return json;
    }
}
