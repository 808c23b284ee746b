package freehold.wire.receipt;

import freehold.cell.CellReport;
import freehold.cell.Signal;
import freehold.execution.Execution;
import freehold.execution.Outcome;
import freehold.execution.StepResult;
import freehold.execution.WorkerIdentity;
import freehold.ledger.Chain;
import freehold.ledger.Head;
import freehold.ledger.Material;
import freehold.ledger.Receipt;
import freehold.quantity.Digest;
import freehold.quantity.Rfc3339;
import freehold.runtime.RuntimeIdentity;
import freehold.secret.SecretVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes a receipt as an in-toto statement (v1); docs/receipts.md describes every member. */
public final class StatementWriter {
    /** Of the payload of the envelope, as in-toto demands. */
    public static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

    public static final String STATEMENT_TYPE = "https://in-toto.io/Statement/v1";
    public static final String PREDICATE_TYPE = "urn:freehold:receipt:v1";

    /** The daemon looks at CPU time no more often than this; docs/guarantees.md. */
    private static final long CPU_LOOK_US = 250;

    private static final long RESOLUTION_US = 1;

    private StatementWriter() {}

    /** The statement for the next line of a chain. */
    public static byte[] bytes(Receipt receipt, Chain chain, Head head) {
        return new CanonicalObject()
                .text("_type", STATEMENT_TYPE)
                .objects(
                        "subject",
                        receipt.isBare() ? List.of(itself(receipt)) : receipt.outputs(),
                        StatementWriter::material)
                .text("predicateType", PREDICATE_TYPE)
                .object("predicate", predicate(receipt, chain, head))
                .bytes();
    }

    /** A statement has a subject; where no digest of content may be kept, it is the execution's own name. */
    private static Material itself(Receipt receipt) {
        byte[] id = receipt.execution().id().value().getBytes(StandardCharsets.US_ASCII);
        return new Material("execution", Digest.of(id), id.length);
    }

    private static CanonicalObject material(Material material) {
        return new CanonicalObject().text("name", material.name()).digest("digest", material.digest());
    }

    private static CanonicalObject predicate(Receipt receipt, Chain chain, Head head) {
        return recorded(receipt.execution())
                .with(kept(receipt, Optional.of(receipt.request())), (json, request) -> json.digest("request", request))
                .with(kept(receipt, receipt.plan()), (json, plan) -> json.digest("plan", plan))
                .with(receipt.policy(), (json, policy) -> json.digest("policy", policy))
                .with(receipt.worker(), (json, worker) -> json.object("worker", worker(worker)))
                .objects("inputs", receipt.isBare() ? List.of() : receipt.inputs(), StatementWriter::material)
                .object(
                        "timing_error",
                        new CanonicalObject()
                                .whole("resolution_us", RESOLUTION_US)
                                .whole("cpu_look_us", CPU_LOOK_US))
                .object("chain", chain(chain, head));
    }

    /** The members that are made of what is recorded of an execution too, and needs no key to be read. */
    static CanonicalObject recorded(Execution execution) {
        Outcome outcome = execution.outcome().orElseThrow();
        return new CanonicalObject()
                .text("execution", execution.id().value())
                .text("tenant", execution.tenant().value())
                .object("runtime", runtime(execution.runtime()))
                .with(execution.policy(), (json, policy) -> json.digest("policy", policy.digest()))
                .text("tier", execution.tier().label())
                .text("start", outcome.start().label())
                .with(
                        execution.repeatability(),
                        (json, kept) -> json.object(
                                "deterministic",
                                new CanonicalObject()
                                        .texts("fixed", kept.fixed())
                                        .texts("not_fixed", kept.notFixed())))
                .truth("build_cached", outcome.buildCached())
                .with(
                        Optional.of(execution.secrets()).filter(each -> !each.isEmpty()),
                        (json, secrets) -> json.objects("secrets", secrets, StatementWriter::secret))
                .objects("steps", steps(outcome))
                .with(reduced(execution), (json, retain) -> json.text("retain", retain))
                .text("verdict", outcome.verdict().label())
                .text("explanation", outcome.explanation())
                .object("timing", timing(outcome))
                .text("created_at", time(execution.createdAt()))
                .with(execution.startedAt(), (json, at) -> json.text("started_at", time(at)))
                .with(execution.finishedAt(), (json, at) -> json.text("finished_at", time(at)));
    }

    /** Said where it is not everything, so that receipts of everything are as they always were. */
    private static Optional<String> reduced(Execution execution) {
        return execution.isReduced() ? Optional.of(execution.retain().label()) : Optional.empty();
    }

    private static <T> Optional<T> kept(Receipt receipt, Optional<T> digest) {
        return receipt.isBare() ? Optional.empty() : digest;
    }

    static CanonicalObject chain(Chain chain, Head head) {
        return new CanonicalObject()
                .text("name", chain.name())
                .whole("position", head.next().number())
                .digest("previous", head.last());
    }

    private static CanonicalObject runtime(RuntimeIdentity runtime) {
        return new CanonicalObject()
                .text("name", runtime.name())
                .text("version", runtime.version())
                .digest("digest", runtime.digest());
    }

    private static CanonicalObject worker(WorkerIdentity worker) {
        return new CanonicalObject()
                .text("id", worker.id())
                .text("kernel", worker.kernel())
                .text("processor", worker.processor());
    }

    private static CanonicalObject secret(SecretVersion secret) {
        return new CanonicalObject().text("name", secret.name().value()).whole("version", secret.number());
    }

    private static List<CanonicalObject> steps(Outcome outcome) {
        List<CanonicalObject> steps = new ArrayList<>();
        outcome.build().ifPresent(build -> steps.add(step("build", build)));
        outcome.run().ifPresent(run -> steps.add(step("run", run)));
        return steps;
    }

    private static CanonicalObject step(String name, StepResult step) {
        CellReport report = step.report();
        Optional<String> signal = report.signal() == 0 ? Optional.empty() : Optional.of(Signal.nameOf(report.signal()));
        CanonicalObject json = new CanonicalObject().text("name", name);
        if (signal.isEmpty()) {
            json.whole("exit_code", report.exitCode());
        }
        return json.with(signal, (object, value) -> object.text("signal", value))
                .object("limits", PlanText.limits(step.limits()))
                .object(
                        "usage",
                        new CanonicalObject()
                                .whole("cpu_us", micros(report.cpu()))
                                .whole("wall_us", micros(report.wall()))
                                .whole("memory_peak_bytes", report.memoryPeak().count())
                                .whole("processes_peak", report.processesPeak())
                                .whole(
                                        "output_bytes",
                                        report.stdout().count()
                                                + report.stderr().count())
                                .whole("disk_peak_bytes", report.diskPeak().count()))
                .whole("kill_late_us", micros(report.late()))
                .whole("death_us", micros(report.death()));
    }

    private static CanonicalObject timing(Outcome outcome) {
        return new CanonicalObject()
                .whole("queued_us", micros(outcome.timing().queued()))
                .whole("prepared_us", micros(outcome.timing().prepared()))
                .whole("built_us", micros(outcome.timing().built()))
                .whole("ran_us", micros(outcome.timing().ran()))
                .whole("collected_us", micros(outcome.timing().collected()));
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    /** RFC 3339 in UTC, to the microsecond: all that is recorded. */
    static String time(Instant instant) {
        return Rfc3339.micros(instant);
    }
}
