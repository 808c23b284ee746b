package freehold.cli.verification;

import freehold.execution.Outcome;
import freehold.runtime.Installed;
import freehold.runtime.Sample;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is known so far. Grows sample by sample; a report can be made of it at any time. Used by one thread. */
public final class Verification {
    /** By digest, in the order of the catalogue. */
    private final Map<String, Verified> verified = new LinkedHashMap<>();

    private final int asked;

    /** @param runtimes those that are to be verified */
    public Verification(Collection<Installed> runtimes) {
        asked = runtimes.size();
        runtimes.forEach(each -> verified.put(key(each), Verified.none(each)));
    }

    /** Takes down what became of a sample. */
    public void add(Installed runtime, String sample, SampleResult result) {
        verified.computeIfPresent(key(runtime), (_, known) -> known.with(sample, result));
    }

    /** Takes down what a cold start cost, if this is the first sample of its runtime that succeeded as promised. */
    public void cost(Installed runtime, Sample sample, Outcome outcome) {
        if (sample.ends().equals("succeeded")) {
            verified.computeIfPresent(key(runtime), (_, known) -> known.costing(outcome));
        }
    }

    /** Samples that ended as promised, in all. */
    public int passed() {
        return verified.values().stream().mapToInt(Verified::passed).sum();
    }

    /** Samples that did not. */
    public int failed() {
        return verified.values().stream().mapToInt(each -> each.broken().size()).sum();
    }

    /** How many runtimes were to be verified. */
    int asked() {
        return asked;
    }

    /** Those of which a sample ran. */
    List<Verified> done() {
        return verified.values().stream().filter(each -> each.samples() > 0).toList();
    }

    private static String key(Installed runtime) {
        return runtime.pack().name() + "@" + runtime.digest();
    }
}
