package freehold.worker.execution;

import freehold.cell.Cause;
import freehold.cell.CellReport;
import freehold.cell.Program;
import freehold.execution.Artifact;
import freehold.execution.Content;
import freehold.execution.Ending;
import freehold.execution.FaultId;
import freehold.execution.Glob;
import freehold.execution.Outcome;
import freehold.execution.Plan;
import freehold.execution.Ruling;
import freehold.execution.Start;
import freehold.execution.StepName;
import freehold.execution.StepPlan;
import freehold.execution.StepResult;
import freehold.execution.Verdict;
import freehold.execution.WorkPath;
import freehold.quantity.Bytes;
import freehold.wire.link.Hearing;
import freehold.wire.link.Lease;
import freehold.wire.link.Report;
import freehold.wire.link.Reports;
import freehold.wire.link.Speech;
import freehold.wire.link.Stream;
import freehold.worker.cell.Cell;
import freehold.worker.cell.CellClosed;
import freehold.worker.cell.CellEvents;
import freehold.worker.cell.CellFiles;
import freehold.worker.cell.CellPool;
import freehold.worker.cell.CellShape;
import freehold.worker.redaction.Redactor;
import freehold.worker.redaction.TextLook;
import freehold.worker.workspace.BuildDraft;
import freehold.worker.workspace.Built;
import freehold.worker.workspace.Collection;
import freehold.worker.workspace.Staging;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One plan on its way: build, or take from the cache what was built before; run; collect. Its fields below are what is known so far;
 * only the thread that carries it out touches them.
 */
final class PlanExecution implements Lease {
    private static final Logger LOG = LoggerFactory.getLogger(PlanExecution.class);
    private static final byte[] NO_INPUT = {};
    private static final int ARTIFACTS_MAX = 1_000;
    private static final int KEPT_FILES_MAX = 10_000;

    private final Plan plan;
    private final Reports reports;
    private final Ground ground;
    private final Hold hold = new Hold();
    private final Inlet inlet;

    private Optional<StepResult> build = Optional.empty();
    private Optional<StepResult> run = Optional.empty();
    private Optional<StepName> cancelled = Optional.empty();
    private Optional<Ending.Unplaced> unplaced = Optional.empty();
    private Optional<FaultId> fault = Optional.empty();
    private boolean buildCached;
    private Start start = Start.COLD;
    private final List<Artifact> artifacts = new ArrayList<>();
    private Optional<String> remark = Optional.empty();

    PlanExecution(Plan plan, Reports reports, Ground ground) {
        this.plan = plan;
        this.reports = reports;
        this.ground = ground;
        this.inlet = new Inlet(
                plan.dialogue(), plan.dialogue().isOne() ? plan.stdin().bytes() : NO_INPUT);
    }

    @Override
    public Hearing say(long number, Speech speech) {
        return inlet.hear(number, speech);
    }

    @Override
    public void cancel() {
        hold.end(Hold.Reason.CANCELLED);
    }

    /** The worker stops, which is our failure, not the program's. */
    void abandon() {
        hold.end(Hold.Reason.WORKER_STOPS);
    }

    /** From the first step to the last report. */
    void carryOut() {
        try (CellPool.Shift shift = ground.pool().begin(plan.tenant(), plan.share())) {
            hold.during(shift);
            Stopwatch watch = new Stopwatch(ground.nanoTime());
            try {
                try (Inlet _ = inlet) {
                    attempt(watch);
                }
                finish(watch); // within the shift: cells are made ahead when the answer is on its way
            } finally {
                hold.drop(); // what ran in it is dead; the answer need not wait until its files are gone too
            }
        }
    }

    /** The only place where failures of ours are caught and logged. */
    private void attempt(Stopwatch watch) {
        try {
            proceed(watch);
        } catch (WorkerStopped stopped) {
            fault = Optional.of(ground.faultIds().get());
            LOG.warn("{} faulted, {}: {}", plan.id(), fault.get(), stopped.getMessage());
        } catch (Throwable failure) {
            fault = Optional.of(ground.faultIds().get());
            LOG.error("{} faulted, {}", plan.id(), fault.get(), failure);
        }
    }

    private void finish(Stopwatch watch) {
        Ruling ruling = Ruling.of(new Ending(build, run, cancelled, unplaced, fault));
        String explanation =
                remark.map(words -> ruling.explanation() + " " + words).orElse(ruling.explanation());
        try {
            reports.take(new Report.Finished(new Outcome(
                    ruling.verdict(), explanation, build, run, buildCached, start, artifacts, watch.timing())));
            ground.story().info("{} finished: {}", plan.id(), ruling.verdict().label());
        } catch (RuntimeException failure) {
            LOG.error("{} finished, but nobody took the last report", plan.id(), failure);
        }
    }

    private void proceed(Stopwatch watch) throws IOException {
        try (Built built = plan.build().isPresent() ? built(plan.build().get(), watch) : Built.NOTHING) {
            if (isBuildFailed() || stopped(StepName.RUN)) {
                return;
            }
            Supplies supplies = new Supplies(plan.supplies());
            Staging staging = new Staging(plan.files(), built, supplies.paths());
            Bytes disk = plan.run().cell().limits().disk();
            if (!built.files().isEmpty() && staging.size().compareTo(disk) > 0) {
                unplaced = Optional.of(new Ending.Unplaced(staging.size(), disk));
                return;
            }
            Redactor redactor = supplies.redactor();
            run = carry(
                    StepName.RUN,
                    plan.run(),
                    staging,
                    supplies,
                    redactor,
                    plan.stdin().bytes(),
                    watch,
                    (cell, result) -> collect(cell, result, supplies.paths(), redactor));
        }
    }

    private boolean isBuildFailed() {
        return plan.build().isPresent() && !build.map(PlanExecution::isSuccess).orElse(false);
    }

    private Built built(StepPlan step, Stopwatch watch) throws IOException {
        if (stopped(StepName.BUILD)) {
            return Built.NOTHING;
        }
        Optional<Built> known = ground.cache().find(plan, step);
        if (known.isPresent()) {
            build = known.get().result();
            buildCached = true;
            watch.built();
            return known.get();
        }
        Built[] built = {Built.NOTHING};
        Staging staging = new Staging(plan.files(), Built.NOTHING);
        build = carry(
                StepName.BUILD,
                step,
                staging,
                Supplies.NONE,
                Supplies.NONE.redactor(),
                NO_INPUT,
                watch,
                (cell, result) -> {
                    if (isSuccess(result)) {
                        built[0] = keep(cell, step, result);
                    }
                });
        hold.drop();
        return built[0];
    }

    /** Takes what a build left out of its cell, and remembers it. */
    private Built keep(Cell cell, StepPlan step, StepResult result) throws IOException {
        Bytes most = step.cell().limits().disk();
        Collection files = Collection.of(cell, globs(step.keeps()), KEPT_FILES_MAX, most);
        files.remark().ifPresent(words -> LOG.warn("{} build: {}", plan.id(), words));
        try (BuildDraft draft = ground.cache().draft(plan, step)) {
            for (CellFiles.Found file : files.files()) {
                try (InputStream bytes = cell.fetch(file.path(), most).orElse(null)) {
                    if (bytes != null) {
                        draft.add(file.path(), file.executable(), bytes);
                    }
                }
            }
            return draft.keep(result);
        }
    }

    /** Runs one step in a cell of its own. Empty when the end was asked for before the program's. */
    private Optional<StepResult> carry(
            StepName name,
            StepPlan step,
            Staging staging,
            Supplies supplies,
            Redactor redactor,
            byte[] stdin,
            Stopwatch watch,
            Afterwards afterwards)
            throws IOException {
        try {
            boolean talks = name == StepName.RUN && plan.dialogue().isOne();
            Cell cell = hold.take(shape(name, step));
            staging.into(cell, plan.tenant(), ground.blobs());
            supplies.into(cell);
            start = cell.isWarm() ? Start.WARM : Start.COLD;
            OutputRecord output = new OutputRecord(name, step.cell().limits().output(), reports, redactor);
            watch.prepared();
            CellReport report = talks
                    ? converse(cell, supplies.in(step.program()), step, output)
                    : cell.run(supplies.in(step.program()), step.cell().limits(), stdin, output);
            output.end();
            if (output.isCut()) {
                remark("Output was cut where names of secrets, which are longer, made it too long.");
            }
            if (name == StepName.BUILD) {
                watch.built();
            } else {
                watch.ran();
            }
            StepResult result = new StepResult(
                    report, step.cell().limits(), output.bytes(Stream.STDOUT), output.bytes(Stream.STDERR));
            if (report.cause() == Cause.KILLED) {
                stopped(name);
            }
            afterwards.take(cell, result);
            watch.collected();
            return Optional.of(result);
        } catch (CellClosed closed) {
            if (!stopped(name)) {
                throw closed;
            }
            return Optional.empty();
        }
    }

    /** What waits in a cell has its streams already, and they are no terminal. */
    private CellShape shape(StepName name, StepPlan step) {
        CellShape best = CellShape.of(step);
        return name == StepName.RUN && plan.dialogue().terminal().isPresent() ? best.cold() : best;
    }

    private CellReport converse(Cell cell, Program program, StepPlan step, OutputRecord output) {
        try (Inlet _ = inlet) {
            return cell.converse(program, step.cell().limits(), plan.dialogue(), new CellEvents() {
                @Override
                public void started() {
                    output.started();
                    inlet.open(cell);
                }

                @Override
                public void output(Stream stream, byte[] bytes) {
                    output.output(stream, bytes);
                }

                @Override
                public void taken(long bytes) {
                    inlet.taken(bytes);
                }
            });
        }
    }

    /** Brings the artifacts home. Who cancels now stops that, but the program has come to its end. */
    private void collect(Cell cell, StepResult result, Set<WorkPath> secrets, Redactor redactor) throws IOException {
        run = Optional.of(result);
        if (plan.collect().isEmpty() || cancelled.isPresent()) {
            return;
        }
        Bytes most = result.limits().disk();
        Collection files = Collection.of(cell, globs(plan.collect()), ARTIFACTS_MAX, most);
        files.remark().ifPresent(this::remark);
        for (CellFiles.Found file : files.files()) {
            if (secrets.contains(file.path())) {
                continue;
            }
            if (redactor.isIn(file.path().value())) {
                remark("Not collected: a file whose name has the value of a secret in it. Give it another name.");
                continue;
            }
            if (hold.reason().isPresent()) {
                remark("Not all artifacts were collected: that was cancelled.");
                return;
            }
            boolean text = !redactor.isIdle() && isText(cell, file.path(), most);
            try (InputStream bytes = cell.fetch(file.path(), most).orElse(null)) {
                if (bytes != null) {
                    Content.Stored stored = ground.blobs().put(plan.tenant(), text ? redactor.redacted(bytes) : bytes);
                    artifacts.add(new Artifact(file.path(), stored.sizeBytes(), stored.digest()));
                }
            }
        }
    }

    private static boolean isText(Cell cell, WorkPath path, Bytes most) throws IOException {
        try (InputStream bytes = cell.fetch(path, most).orElse(null)) {
            return bytes != null && TextLook.isText(bytes);
        }
    }

    private void remark(String words) {
        remark = Optional.of(remark.map(before -> before + " " + words).orElse(words));
    }

    /** Whether the end was asked for; then the given step is where it stopped, unless an earlier one is. */
    private boolean stopped(StepName step) {
        return hold.reason()
                .map(reason -> switch (reason) {
                    case CANCELLED -> {
                        cancelled = cancelled.or(() -> Optional.of(step));
                        yield true;
                    }
                    case WORKER_STOPS -> throw new WorkerStopped();
                })
                .orElse(false);
    }

    private static boolean isSuccess(StepResult result) {
        return Ruling.verdictOf(result.report()) == Verdict.SUCCEEDED;
    }

    private static List<Glob> globs(List<String> patterns) {
        return patterns.stream().map(Glob::new).toList();
    }

    /** What is done in a cell after its program, before it goes. */
    private interface Afterwards {
        void take(Cell cell, StepResult result) throws IOException;
    }
}
