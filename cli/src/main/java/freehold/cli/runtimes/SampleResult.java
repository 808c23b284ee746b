package freehold.cli.runtimes;

import freehold.execution.Outcome;
import freehold.execution.StepResult;
import freehold.runtime.Sample;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Whether a sample ended as its pack promises.
 *
 * @param words what happened, and what was promised where that differs
 */
record SampleResult(boolean held, String words) {
    static SampleResult of(Sample sample, Outcome outcome) {
        String verdict = outcome.verdict().label();
        if (!verdict.equals(sample.ends())) {
            return new SampleResult(
                    false, verdict + " instead of " + sample.ends() + ": " + outcome.explanation() + said(outcome));
        }
        String stdout = outcome.run().map(step -> text(step.stdout())).orElse("");
        if (!sample.stdout().orElse(stdout).equals(stdout)) {
            return new SampleResult(
                    false,
                    "wrote " + quoted(stdout) + " instead of "
                            + quoted(sample.stdout().orElseThrow()));
        }
        String stderr = last(outcome).map(step -> text(step.stderr())).orElse("");
        if (!stderr.contains(sample.stderrContains().orElse(""))) {
            return new SampleResult(
                    false,
                    "said " + quoted(stderr) + " without "
                            + quoted(sample.stderrContains().orElseThrow()));
        }
        return new SampleResult(true, verdict);
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
