package freehold.ledger;

import freehold.execution.Artifact;
import freehold.execution.Execution;
import freehold.execution.Outcome;
import freehold.execution.StepResult;
import freehold.execution.WorkerIdentity;
import freehold.policy.Retain;
import freehold.quantity.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What can be attested of an execution that has ended: digests, figures and the verdict; no content.
 *
 * @param request digest of the request as the client sent it
 * @param plan digest of what a worker was given; absent where there was no plan any more
 * @param policy digest of the policy that it was admitted under, where there was one
 * @param worker who ran it; absent where nobody did
 * @param inputs files and standard input of the plan
 */
public record Receipt(
        Execution execution,
        Digest request,
        Optional<Digest> plan,
        Optional<Digest> policy,
        Optional<WorkerIdentity> worker,
        List<Material> inputs) {
    public Receipt {
        inputs = List.copyOf(inputs);
        if (execution.outcome().isEmpty()) {
            throw new IllegalArgumentException("it has not ended: " + execution.id());
        }
    }

    public Outcome outcome() {
        return execution.outcome().orElseThrow();
    }

    /** Whether it is to have no digest of any content: who guesses a short input could tell by one that it was this. */
    public boolean isBare() {
        return execution.retain() == Retain.NONE;
    }

    /** What came out. Of a run step that never began, streams without a byte. */
    public List<Material> outputs() {
        List<Material> outputs = new ArrayList<>();
        byte[] nothing = {};
        outcome().build().ifPresent(build -> {
            outputs.add(material("build/stdout", build.stdout()));
            outputs.add(material("build/stderr", build.stderr()));
        });
        outputs.add(
                material("run/stdout", outcome().run().map(StepResult::stdout).orElse(nothing)));
        outputs.add(
                material("run/stderr", outcome().run().map(StepResult::stderr).orElse(nothing)));
        for (Artifact artifact : outcome().artifacts()) {
            outputs.add(new Material("artifacts/" + artifact.path(), artifact.digest(), artifact.sizeBytes()));
        }
        return List.copyOf(outputs);
    }

    private static Material material(String name, byte[] bytes) {
        return new Material(name, Digest.of(bytes), bytes.length);
    }
}
