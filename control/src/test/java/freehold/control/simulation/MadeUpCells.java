package freehold.control.simulation;

import freehold.control.world.Outcomes;
import freehold.execution.Content;
import freehold.execution.Outcome;
import freehold.execution.Plan;
import freehold.execution.Start;
import freehold.execution.StepName;
import freehold.execution.StepResult;
import freehold.execution.Timing;
import freehold.execution.Verdict;
import freehold.execution.WorkerIdentity;
import freehold.wire.link.Hearing;
import freehold.wire.link.Lease;
import freehold.wire.link.Report;
import freehold.wire.link.Reports;
import freehold.wire.link.Speech;
import freehold.wire.link.Stream;
import freehold.wire.link.Worker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A worker that runs nothing: a program's text is how many milliseconds it takes, and each run of it writes what no other does. */
final class MadeUpCells implements Worker {
    private final Machine process;
    private final int capacity;
    private int begun;
    private int busy;

    MadeUpCells(Machine process, int capacity) {
        this.process = process;
        this.capacity = capacity;
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public Lease begin(Plan plan, Reports reports) {
        busy++;
        if (busy > capacity) {
            throw new IllegalStateException(process.name() + " was given more than it has cells");
        }
        Run run = new Run(plan, reports, process.name() + "#" + ++begun);
        process.after(1, run::taken);
        process.after(TimeUnit.MILLISECONDS.toNanos(run.millis), () -> run.ends(run.millis, Verdict.SUCCEEDED));
        return new Lease() {
            @Override
            public void cancel() {
                process.after(1, () -> run.ends(1, Verdict.CANCELLED));
            }

            @Override
            public Hearing say(long number, Speech speech) {
                throw new IllegalStateException("nobody talks to a program here");
            }
        };
    }

    private final class Run {
        private final Plan plan;
        private final Reports reports;
        private final byte[] output;
        private final long millis;
        private boolean ended;

        Run(Plan plan, Reports reports, String mark) {
            this.plan = plan;
            this.reports = reports;
            this.output = mark.getBytes(StandardCharsets.US_ASCII);
            this.millis = switch (plan.files().getFirst().content()) {
                case Content.Inline(byte[] bytes) -> Long.parseLong(new String(bytes, StandardCharsets.US_ASCII));
                case Content.Stored _ -> throw new IllegalStateException("nothing is stored here");
            };
        }

        void taken() {
            reports.take(new Report.Taken(new WorkerIdentity(process.name(), "simulated", "simulated")));
            reports.take(new Report.Started(StepName.RUN));
            reports.take(new Report.Output(StepName.RUN, Stream.STDOUT, 0, output));
        }

        void ends(long had, Verdict verdict) {
            if (!ended) {
                ended = true;
                busy--;
                reports.take(new Report.Finished(outcome(had, verdict)));
            }
        }

        private Outcome outcome(long had, Verdict verdict) {
            return new Outcome(
                    verdict,
                    "As the simulation says.",
                    Optional.empty(),
                    Optional.of(new StepResult(
                            Outcomes.report(0, 0, output.length),
                            plan.run().cell().limits(),
                            output,
                            new byte[0])),
                    false,
                    Start.COLD,
                    List.of(),
                    new Timing(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ofMillis(had), Duration.ZERO));
        }
    }

    /** What a program that takes so long is. */
    static byte[] program(long millis) {
        return Long.toString(millis).getBytes(StandardCharsets.US_ASCII);
    }
}
