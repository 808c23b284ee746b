package freehold.wire.api;

import freehold.cell.Cause;
import freehold.cell.CellReport;
import freehold.cell.Limit;
import freehold.cell.Limits;
import freehold.cell.Signal;
import freehold.cell.Syscall;
import freehold.execution.Artifact;
import freehold.execution.Execution;
import freehold.execution.Outcome;
import freehold.execution.Repeatability;
import freehold.execution.Start;
import freehold.execution.StepResult;
import freehold.execution.Timing;
import freehold.policy.PolicyIdentity;
import freehold.runtime.RuntimeIdentity;
import freehold.secret.SecretVersion;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import tools.jackson.core.JsonGenerator;

/** Writes the execution object. What is not known before the end is null until then. */
public final class ExecutionWriter {
    private ExecutionWriter() {}

    public static byte[] bytes(Execution execution) {
        return JsonText.of(json -> write(json, execution));
    }

    /** The same, piece by piece; leaves the stream open. */
    public static void write(OutputStream to, Execution execution) throws IOException {
        JsonText.write(to, json -> write(json, execution));
    }

    /** One page of a list, piece by piece; {@code next} is the cursor of the following one. Leaves the stream open. */
    public static void page(OutputStream to, List<Execution> items, Optional<String> next) throws IOException {
        JsonText.write(to, json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("items");
            items.forEach(each -> write(json, each));
            json.writeEndArray();
            text(json, "next", next);
            json.writeEndObject();
        });
    }

    static void write(JsonGenerator json, Execution execution) {
        Optional<Outcome> outcome = execution.outcome();
        json.writeStartObject();
        json.writeStringProperty("id", execution.id().value());
        json.writeStringProperty("state", execution.state().label());
        text(json, "verdict", outcome.map(end -> end.verdict().label()));
        text(json, "explanation", outcome.map(Outcome::explanation));
        runtime(json, execution.runtime());
        json.writeStringProperty("tier", execution.tier().label());
        json.writeStringProperty(
                "start", outcome.map(Outcome::start).orElse(Start.COLD).label());
        policy(json, execution.policy());
        deterministic(json, execution.repeatability());
        secrets(json, execution.secrets());
        json.writeStringProperty("retain", execution.retain().label());
        limits(json, execution.limits());
        step(json, "build", outcome.flatMap(Outcome::build));
        step(json, "run", outcome.flatMap(Outcome::run));
        evidence(json, outcome);
        timing(json, outcome.map(Outcome::timing));
        artifacts(json, execution);
        json.writeObjectPropertyStart("labels");
        new TreeMap<>(execution.labels()).forEach(json::writeStringProperty);
        json.writeEndObject();
        json.writeStringProperty("created_at", JsonText.time(execution.createdAt()));
        time(json, "started_at", execution.startedAt());
        time(json, "finished_at", execution.finishedAt());
        text(json, "receipt", outcome.map(_ -> "/v1/executions/" + execution.id() + "/receipt"));
        json.writeEndObject();
    }

    static void runtime(JsonGenerator json, RuntimeIdentity runtime) {
        json.writeObjectPropertyStart("runtime");
        json.writeStringProperty("name", runtime.name());
        json.writeStringProperty("version", runtime.version());
        json.writeStringProperty("digest", runtime.digest().toString());
        json.writeEndObject();
    }

    static void policy(JsonGenerator json, Optional<PolicyIdentity> policy) {
        if (policy.isEmpty()) {
            json.writeNullProperty("policy");
            return;
        }
        json.writeObjectPropertyStart("policy");
        json.writeStringProperty("name", policy.get().name().value());
        json.writeStringProperty("digest", policy.get().digest().toString());
        json.writeEndObject();
    }

    private static void deterministic(JsonGenerator json, Optional<Repeatability> asked) {
        if (asked.isEmpty()) {
            json.writeNullProperty("deterministic");
            return;
        }
        json.writeObjectPropertyStart("deterministic");
        texts(json, "fixed", asked.get().fixed());
        texts(json, "not_fixed", asked.get().notFixed());
        json.writeEndObject();
    }

    private static void secrets(JsonGenerator json, List<SecretVersion> secrets) {
        json.writeArrayPropertyStart("secrets");
        for (SecretVersion each : secrets) {
            json.writeStartObject();
            json.writeStringProperty("name", each.name().value());
            json.writeNumberProperty("version", each.number());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void texts(JsonGenerator json, String name, List<String> texts) {
        json.writeArrayPropertyStart(name);
        texts.forEach(json::writeString);
        json.writeEndArray();
    }

    static void limits(JsonGenerator json, Limits limits) {
        json.writeObjectPropertyStart("limits");
        for (Limit limit : Limit.values()) {
            json.writeNumberProperty(limit.label(), limit.of(limits));
        }
        json.writeEndObject();
    }

    private static void step(JsonGenerator json, String name, Optional<StepResult> result) {
        if (result.isEmpty()) {
            json.writeNullProperty(name);
            return;
        }
        StepResult step = result.get();
        CellReport report = step.report();
        json.writeObjectPropertyStart(name);
        if (report.signal() == 0) {
            json.writeNumberProperty("exit_code", report.exitCode());
            json.writeNullProperty("signal");
        } else {
            json.writeNullProperty("exit_code");
            json.writeStringProperty("signal", Signal.nameOf(report.signal()));
        }
        JsonText.output(json, "stdout", step.stdout());
        JsonText.output(json, "stderr", step.stderr());
        json.writeArrayPropertyStart("truncated");
        if (report.cause() == Cause.STDOUT || report.stdout().count() > step.stdout().length) {
            json.writeString("stdout");
        }
        if (report.cause() == Cause.STDERR || report.stderr().count() > step.stderr().length) {
            json.writeString("stderr");
        }
        json.writeEndArray();
        usage(json, report);
        json.writeEndObject();
    }

    private static void usage(JsonGenerator json, CellReport report) {
        json.writeObjectPropertyStart("usage");
        JsonText.millis(json, "cpu_ms", report.cpu());
        JsonText.millis(json, "wall_ms", report.wall());
        json.writeNumberProperty("memory_peak_bytes", report.memoryPeak().count());
        json.writeNumberProperty("processes_peak", report.processesPeak());
        json.writeNumberProperty(
                "output_bytes", report.stdout().count() + report.stderr().count());
        json.writeNumberProperty("disk_peak_bytes", report.diskPeak().count());
        json.writeEndObject();
    }

    private static void evidence(JsonGenerator json, Optional<Outcome> outcome) {
        if (outcome.isEmpty()) {
            json.writeNullProperty("evidence");
            return;
        }
        List<StepResult> steps = outcome.get().steps();
        json.writeObjectPropertyStart("evidence");
        json.writeArrayPropertyStart("limits_hit");
        if (isAny(steps, report -> report.processesRefused() > 0)) {
            json.writeString("processes");
        }
        if (isAny(steps, CellReport::diskFull)) {
            json.writeString("disk");
        }
        json.writeEndArray();
        int oomKills = 0;
        for (StepResult step : steps) {
            oomKills += step.report().oomKills();
        }
        json.writeNumberProperty("oom_kills", oomKills);
        json.writeArrayPropertyStart("denied_syscalls");
        for (StepResult step : steps) {
            CellReport report = step.report();
            if (report.cause() == Cause.FORBIDDEN) {
                json.writeString(Syscall.nameOf(report.deniedSyscall(), report.deniedArch()));
            }
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("egress");
        json.writeEndArray();
        json.writeEndObject();
    }

    private static boolean isAny(List<StepResult> steps, Predicate<CellReport> which) {
        for (StepResult step : steps) {
            if (which.test(step.report())) {
                return true;
            }
        }
        return false;
    }

    private static void timing(JsonGenerator json, Optional<Timing> known) {
        if (known.isEmpty()) {
            json.writeNullProperty("timing");
            return;
        }
        Timing timing = known.get();
        json.writeObjectPropertyStart("timing");
        JsonText.millis(json, "queued_ms", timing.queued());
        JsonText.millis(json, "prepared_ms", timing.prepared());
        JsonText.millis(json, "built_ms", timing.built());
        JsonText.millis(json, "ran_ms", timing.ran());
        JsonText.millis(json, "collected_ms", timing.collected());
        json.writeEndObject();
    }

    private static void artifacts(JsonGenerator json, Execution execution) {
        json.writeArrayPropertyStart("artifacts");
        for (Artifact artifact : execution.outcome().map(Outcome::artifacts).orElse(List.of())) {
            json.writeStartObject();
            json.writeStringProperty("path", artifact.path().value());
            json.writeNumberProperty("size_bytes", artifact.sizeBytes());
            json.writeStringProperty("sha256", artifact.digest().hex());
            json.writeStringProperty("media_type", MediaType.of(artifact.path()));
            json.writeStringProperty("href", ArtifactHref.of(execution.id(), artifact.path()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void time(JsonGenerator json, String name, Optional<Instant> instant) {
        text(json, name, instant.map(JsonText::time));
    }

    private static void text(JsonGenerator json, String name, Optional<String> value) {
        if (value.isPresent()) {
            json.writeStringProperty(name, value.get());
        } else {
            json.writeNullProperty(name);
        }
    }
}
