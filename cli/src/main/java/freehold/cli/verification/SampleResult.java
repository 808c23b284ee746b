package freehold.cli.verification;

import freehold.execution.Artifact;
import freehold.execution.Outcome;
import freehold.execution.StepResult;
import freehold.runtime.Sample;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether a sample ended as its pack promises.
 *
 * @param words what happened, and what was promised where that differs
 */
public record SampleResult(boolean held, String words) {
    /** The bytes of a file that came back. */
    public interface Files {
        byte[] bytes(Artifact artifact);
    }

    /**
     * Compares.
     *
     * @param files what the program left, as its outcome names it
     */
    public static SampleResult of(Sample sample, Outcome outcome, Files files) {
        String verdict = outcome.verdict().label();
        if (!verdict.equals(sample.ends())) {
            return broken(verdict + " instead of " + sample.ends() + ": " + outcome.explanation() + said(outcome));
        }
        String stdout = outcome.run().map(step -> text(step.stdout())).orElse("");
        if (!sample.stdout().orElse(stdout).equals(stdout)) {
            return broken("wrote " + quoted(stdout) + " instead of "
                    + quoted(sample.stdout().orElseThrow()));
        }
        String stderr = last(outcome).map(step -> text(step.stderr())).orElse("");
        if (!stderr.contains(sample.stderrContains().orElse(""))) {
            return broken("said " + quoted(stderr) + " without "
                    + quoted(sample.stderrContains().orElseThrow()));
        }
        int code = outcome.run().map(step -> step.report().exitCode()).orElse(0);
        if (sample.exitCode().orElse(code) != code) {
            return broken(
                    "exited with " + code + " instead of " + sample.exitCode().orElseThrow());
        }
        return missing(sample, outcome, files)
                .map(path -> broken("left no " + path + " with "
                        + quoted(String.valueOf(sample.artifacts().get(path)))))
                .orElse(new SampleResult(true, verdict));
    }

    /** What a sample did not keep, in words. */
    public static SampleResult broken(String words) {
        return new SampleResult(false, words);
    }

    /** The first promised file that is not there, or has not in it what it must. */
    private static Optional<String> missing(Sample sample, Outcome outcome, Files files) {
        Map<String, String> left = outcome.artifacts().stream()
                .collect(Collectors.toMap(each -> each.path().value(), each -> text(files.bytes(each))));
        return sample.artifacts().keySet().stream()
                .filter(path -> !left.containsKey(path)
                        || !left.getOrDefault(path, "")
                                .contains(sample.artifacts().getOrDefault(path, "")))
                .sorted()
                .findFirst();
    }

    private static String said(Outcome outcome) {
        return last(outcome)
                .map(step -> text(step.stderr()))
                .filter(text -> !text.isEmpty())
                .map(text -> " It said " + quoted(text))
                .orElse("");
    }

    private static Optional<StepResult> last(Outcome outcome) {
        return outcome.run().or(outcome::build);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String quoted(String text) {
        String line = text.strip().replace("\n", "\\n");
        return "'" + (line.length() > 200 ? line.substring(0, 200) + "…" : line) + "'";
    }
}
