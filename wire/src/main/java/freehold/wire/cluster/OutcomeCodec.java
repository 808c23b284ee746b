package freehold.wire.cluster;

import freehold.cell.Cause;
import freehold.cell.CellReport;
import freehold.execution.Artifact;
import freehold.execution.Outcome;
import freehold.execution.Start;
import freehold.execution.StepResult;
import freehold.execution.Timing;
import freehold.execution.Verdict;
import freehold.execution.WorkPath;
import freehold.quantity.Bytes;

/** Outcomes as messages. */
final class OutcomeCodec {
    private OutcomeCodec() {}

    static byte[] bytes(Outcome outcome) {
        Writing out = new Writing()
                .name(outcome.verdict())
                .text(outcome.explanation())
                .optional(outcome.build(), OutcomeCodec::step)
                .optional(outcome.run(), OutcomeCodec::step)
                .truth(outcome.buildCached())
                .name(outcome.start())
                .list(
                        outcome.artifacts(),
                        (to, each) -> to.text(each.path().value())
                                .number(each.sizeBytes())
                                .digest(each.digest()));
        Timing timing = outcome.timing();
        return out.time(timing.queued())
                .time(timing.prepared())
                .time(timing.built())
                .time(timing.ran())
                .time(timing.collected())
                .done();
    }

    static Outcome read(byte[] message) throws Malformed {
        return Reading.whole(
                message,
                in -> new Outcome(
                        in.name(Verdict.class),
                        in.text(),
                        in.optional(OutcomeCodec::step),
                        in.optional(OutcomeCodec::step),
                        in.truth(),
                        in.name(Start.class),
                        in.list(from -> new Artifact(new WorkPath(from.text()), from.number(), from.digest())),
                        new Timing(in.time(), in.time(), in.time(), in.time(), in.time())));
    }

    private static void step(Writing out, StepResult step) {
        CellReport report = step.report();
        out.name(report.cause())
                .number(report.exitCode())
                .number(report.signal())
                .time(report.cpu())
                .time(report.wall())
                .number(report.memoryPeak().count())
                .number(report.processesPeak())
                .number(report.processesRefused())
                .number(report.oomKills())
                .number(report.diskPeak().count())
                .number(report.stdout().count())
                .number(report.stderr().count())
                .number(report.causeValue())
                .time(report.late())
                .time(report.death())
                .number(report.deniedSyscall())
                .number(report.deniedArch())
                .truth(report.diskFull());
        PlanCodec.limits(out, step.limits());
        out.bytes(step.stdout()).bytes(step.stderr());
    }

    private static StepResult step(Reading in) {
        CellReport report = new CellReport(
                in.name(Cause.class),
                in.small(),
                in.small(),
                in.time(),
                in.time(),
                new Bytes(in.number()),
                in.small(),
                in.small(),
                in.small(),
                new Bytes(in.number()),
                new Bytes(in.number()),
                new Bytes(in.number()),
                in.number(),
                in.time(),
                in.time(),
                in.small(),
                in.small(),
                in.truth());
        return new StepResult(report, PlanCodec.limits(in), in.bytes(), in.bytes());
    }
}
