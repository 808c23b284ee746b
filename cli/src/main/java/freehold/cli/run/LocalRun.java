package freehold.cli.run;

import freehold.cell.CellReport;
import freehold.cell.Signal;
import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.node.HostStage;
import freehold.cli.node.WorkerNode;
import freehold.cli.scratch.Scratch;
import freehold.control.admission.Admission;
import freehold.control.admission.Ceilings;
import freehold.control.admission.Decision;
import freehold.control.admission.Ids;
import freehold.control.blob.FileBlobs;
import freehold.control.vault.TenantVault;
import freehold.execution.Artifact;
import freehold.execution.Execution;
import freehold.execution.Outcome;
import freehold.execution.Plan;
import freehold.execution.Request;
import freehold.execution.StepName;
import freehold.execution.StepResult;
import freehold.execution.WorkPath;
import freehold.runtime.Catalogue;
import freehold.tenant.TenantId;
import freehold.wire.api.ExecutionWriter;
import freehold.wire.link.Hearing;
import freehold.wire.link.Lease;
import freehold.wire.link.MemoryLink;
import freehold.wire.link.Report;
import freehold.wire.link.Speech;
import freehold.wire.link.Stream;
import freehold.worker.cell.PoolPolicy;
import freehold.worker.rootfs.HostToolchains;
import freehold.worker.rootfs.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/**
 * Runs programs in this process: admission, link and worker without HTTP and database, on a daemon that lives as long. Nothing of
 * it remains.
 */
public final class LocalRun implements Runner {
    private static final InstantSource CLOCK = InstantSource.system();
    /** Of one execution: one to run and one to build, never both at once, but the next may begin before the last is confirmed dead. */
    private static final int CELLS = 4;

    private static final Duration AGAIN = Duration.ofMillis(10);

    private final Scratch scratch;
    private final HostStage stage;
    private final FileBlobs blobs;
    private final MemoryLink link = new MemoryLink();
    private final WorkerNode node;
    private final Admission admission;
    private final CompletableFuture<Lease> lease = new CompletableFuture<>();
    private final AtomicLong said = new AtomicLong();

    private LocalRun(Scratch scratch, HostStage stage, PoolPolicy policy, int capacity) throws IOException {
        this.scratch = scratch;
        this.stage = stage;
        this.blobs = new FileBlobs(scratch.folder("blobs"), InstantSource.system(), TenantVault.passing());
        this.node = new WorkerNode(
                WorkerNode.hostName(),
                link,
                stage.daemon().socket(),
                blobs,
                scratch.folder("builds"),
                capacity,
                policy,
                LoggerFactory.getLogger(LocalRun.class));
        this.admission = new Admission(stage::catalogue, Ceilings.SERVER, new Ids(CLOCK, new SecureRandom()));
    }

    /**
     * Makes everything ready; each program starts cold.
     *
     * @param look for what will be asked for
     */
    public static LocalRun open(Function<HostToolchains, Catalogue> look, Progress progress) {
        return open(look, progress, PoolPolicy.none(), 1);
    }

    /**
     * The same for several programs at one time, by {@link #outcome}.
     *
     * @param capacity how many; nobody may ask for more
     */
    public static LocalRun openForMany(Function<HostToolchains, Catalogue> look, Progress progress, int capacity) {
        return open(look, progress, PoolPolicy.none(), capacity);
    }

    /** The same with cells made ahead, so that a program may start warm. */
    public static LocalRun openWithPool(Function<HostToolchains, Catalogue> look, Progress progress) {
        return open(
                look, progress, PoolPolicy.forProcessors(Runtime.getRuntime().availableProcessors()), 1);
    }

    private static LocalRun open(
            Function<HostToolchains, Catalogue> look, Progress progress, PoolPolicy policy, int capacity) {
        HostStage stage = HostStage.prepare(look, new HostStage.Peer(0, CELLS * capacity + policy.most()), progress);
        Scratch scratch = Scratch.make();
        try {
            return new LocalRun(scratch, stage, policy, capacity);
        } catch (IOException failed) {
            try (stage;
                    scratch) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    @Override
    public Ended run(Request request, Observer observer) {
        return switch (admission.admit(TenantId.LOCAL, request)) {
            case Decision.Refused(var refusal) -> new Ended.Refused(ExitStatus.of(refusal), RefusalText.of(refusal));
            case Decision.Admitted(Plan plan) -> finished(carryOut(plan, request.labels(), observer), observer);
        };
    }

    /** What can be asked for. */
    public Catalogue catalogue() {
        return stage.catalogue();
    }

    /**
     * Runs a request that must be granted, such as a pack's own sample.
     *
     * @throws Declined if it is not
     */
    public Outcome outcome(Request request) {
        return switch (admission.admit(TenantId.LOCAL, request)) {
            case Decision.Refused(var refusal) -> throw new Declined(ExitStatus.of(refusal), RefusalText.of(refusal));
            case Decision.Admitted(Plan plan) ->
                carryOut(plan, request.labels(), new Silence()).outcome().orElseThrow();
        };
    }

    /** A file that an outcome brought back. */
    public byte[] bytes(Artifact artifact) {
        try (InputStream bytes = blobs.open(TenantId.LOCAL, artifact.digest()).orElseThrow()) {
            return bytes.readAllBytes();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Hears nothing. */
    private record Silence() implements Observer {
        @Override
        public void output(StepName step, Stream stream, byte[] bytes) {}

        @Override
        public void artifact(WorkPath path, InputStream bytes) {}

        @Override
        public void notice(String sentence) {}
    }

    /** What is left of a plan when it was carried out. */
    private Execution carryOut(Plan plan, Map<String, String> labels, Observer observer) {
        AtomicReference<Execution> execution = new AtomicReference<>(Execution.queued(plan, labels, CLOCK.instant()));
        CompletableFuture<Execution> end = new CompletableFuture<>();
        Optional<Lease> begun = link.assign(plan, report -> {
            switch (report) {
                case Report.Taken _ -> {}
                case Report.Started(var step) -> execution.updateAndGet(now -> now.started(step, CLOCK.instant()));
                case Report.Output output -> observer.output(output.step(), output.stream(), output.bytes());
                case Report.Finished(Outcome outcome) ->
                    end.complete(execution.get().finished(outcome, CLOCK.instant()));
                case Report.Declined(), Report.Unreadable(), Report.Lost() ->
                    end.completeExceptionally(new IllegalStateException("the worker in this process lost it"));
            }
        });
        if (begun.isEmpty()) {
            throw new IllegalStateException("the cell daemon answered at its start, and does not now");
        }
        lease.complete(begun.get());
        return end.join();
    }

    private Ended finished(Execution execution, Observer observer) {
        Outcome outcome = execution.outcome().orElseThrow();
        for (Artifact artifact : outcome.artifacts()) {
            try (InputStream bytes =
                    blobs.open(TenantId.LOCAL, artifact.digest()).orElseThrow()) {
                observer.artifact(artifact.path(), bytes);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
        Summary summary = new Summary(
                outcome.verdict(),
                outcome.explanation(),
                outcome.run().or(outcome::build).map(LocalRun::step),
                execution.runtime().name() + " " + execution.runtime().version(),
                execution.tier().name().toLowerCase(Locale.ROOT));
        return new Ended.Finished(summary, ExecutionWriter.bytes(execution));
    }

    private static Summary.Step step(StepResult result) {
        CellReport report = result.report();
        return new Summary.Step(
                report.exitCode(),
                report.signal() == 0 ? Optional.empty() : Optional.of(Signal.nameOf(report.signal())),
                report.signal(),
                report.cpu(),
                report.wall(),
                report.memoryPeak());
    }

    @Override
    public void say(Speech speech) throws InterruptedException {
        long number = said.incrementAndGet();
        Lease given = lease.join();
        while (given.say(number, speech) == Hearing.LATER) {
            Thread.sleep(AGAIN);
        }
    }

    @Override
    public void cancel() {
        // Either now, or as soon as it has begun.
        var _ = lease.thenAccept(Lease::cancel);
    }

    @Override
    public void close() {
        try (scratch;
                stage;
                node) {
            // each also where one before it could not be closed
        }
    }
}
