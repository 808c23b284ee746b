package freehold.cli.execution;

import freehold.cli.run.VerdictLine;
import freehold.quantity.Bytes;
import freehold.text.Printable;
import freehold.wire.client.ExecutionJson;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is said to people about executions. All of it is as a server wrote it, and may be as a program wanted it. */
final class ExecutionTexts {
    private static final int LINES_SHOWN = 20;
    private static final int LINE_SHOWN = 200;
    private static final String NONE = "-";

    private ExecutionTexts() {}

    /** The line of a list, without its end. */
    static String line(ExecutionJson.Seen seen) {
        return "%s  %-20s  %-20s  %-8s  %-15s  %8s  %s"
                .formatted(
                        Printable.of(seen.id()),
                        seen.createdAt()
                                .map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString())
                                .orElse(NONE),
                        Printable.of(seen.runtimeName() + "@" + seen.runtimeVersion()),
                        Printable.of(seen.state()),
                        Printable.of(seen.verdict().orElse(NONE)),
                        seen.last().map(step -> time(step.wallMillis())).orElse(NONE),
                        labels(seen.labels()))
                .stripTrailing();
    }

    /** One of them on lines, the last one ended too. */
    static String sheet(ExecutionJson.Seen seen, ExecutionJson.Timeline timeline) {
        StringBuilder sheet = new StringBuilder();
        field(sheet, "execution", seen.id());
        field(sheet, "state", seen.state());
        seen.verdict().ifPresent(verdict -> field(sheet, "verdict", verdict));
        if (!seen.explanation().isEmpty()) {
            field(sheet, "", seen.explanation());
        }
        field(
                sheet,
                "runtime",
                "%s %s, %s cell%s"
                        .formatted(
                                seen.runtimeName(),
                                seen.runtimeVersion(),
                                seen.tier(),
                                seen.hasEnded() ? ", " + seen.start() + " start" : ""));
        field(sheet, "worker", timeline.worker().orElse(NONE));
        field(sheet, "policy", seen.policy().orElse(NONE));
        field(sheet, "labels", seen.labels().isEmpty() ? NONE : labels(seen.labels()));
        field(sheet, "accepted", at(seen.createdAt()));
        field(sheet, "began", at(seen.startedAt()));
        field(sheet, "ended", at(seen.finishedAt()));
        seen.build().ifPresent(step -> field(sheet, "build", used(step, Map.of())));
        seen.run().ifPresentOrElse(step -> field(sheet, "run", used(step, seen.limits())), () -> {
            if (!seen.hasEnded()) {
                field(sheet, "limits", limits(seen.limits()));
            }
        });
        if (seen.retain().equals("digest") || seen.retain().equals("none")) {
            field(sheet, "kept", seen.retain() + ", so neither output nor files can be had");
        }
        timeline.receiptPosition()
                .ifPresent(position -> field(sheet, "receipt", "number " + position + " of the chain"));
        String heading = "files";
        for (ExecutionJson.Artifact artifact : seen.artifacts()) {
            field(sheet, heading, "%s  %s".formatted(artifact.path(), new Bytes(artifact.sizeBytes())));
            heading = "";
        }
        seen.build().ifPresent(step -> outputs(sheet, "compiler's ", step));
        seen.run().ifPresent(step -> outputs(sheet, "", step));
        return sheet.toString();
    }

    /** The steps of one, each with the milliseconds from the acceptance to its beginning. */
    static String steps(ExecutionJson.Timeline timeline) {
        StringBuilder text = new StringBuilder("\ntimeline, in ms since it was accepted:\n");
        Optional<Instant> accepted = timeline.steps().stream().findFirst().flatMap(ExecutionJson.Moment::at);
        for (ExecutionJson.Moment step : timeline.steps()) {
            Optional<Long> since = step.at().flatMap(at -> accepted.map(from -> ChronoUnit.MILLIS.between(from, at)));
            text.append("  %8s  %-10s %-15s %s"
                            .formatted(
                                    since.map(String::valueOf).orElse(NONE),
                                    Printable.of(step.name()),
                                    step.tookMillis()
                                            .map(took -> "took " + time(took))
                                            .orElse(""),
                                    Printable.of(step.detail(), LINE_SHOWN))
                            .stripTrailing())
                    .append('\n');
        }
        return text.toString();
    }

    private static void field(StringBuilder sheet, String name, String value) {
        sheet.append("%-10s  %s".formatted(name, Printable.of(value)).stripTrailing())
                .append('\n');
    }

    private static String labels(Map<String, String> labels) {
        return labels.entrySet().stream()
                .map(label -> Printable.of(label.getKey() + "=" + label.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String used(ExecutionJson.Step step, Map<String, Long> limits) {
        return "%s, cpu %s%s, wall %s%s, memory %s%s"
                .formatted(
                        step.signal()
                                .orElseGet(() -> "exit "
                                        + step.exitCode().map(String::valueOf).orElse(NONE)),
                        time(step.cpuMillis()),
                        of(limits, "cpu_ms"),
                        time(step.wallMillis()),
                        of(limits, "wall_ms"),
                        size(step.memoryPeakBytes()),
                        of(limits, "memory_bytes"));
    }

    private static String of(Map<String, Long> limits, String name) {
        return limits.containsKey(name) ? " of " + limit(limits, name) : "";
    }

    private static String limits(Map<String, Long> limits) {
        List<String> told = new ArrayList<>();
        for (String name : List.of("cpu_ms", "wall_ms", "memory_bytes")) {
            if (limits.containsKey(name)) {
                told.add(name.replaceFirst("_.*", "") + " " + limit(limits, name));
            }
        }
        return told.isEmpty() ? NONE : String.join(", ", told);
    }

    private static String limit(Map<String, Long> limits, String name) {
        long value = limits.getOrDefault(name, 0L);
        return name.endsWith("_ms") ? time((double) value) : size(value);
    }

    private static void outputs(StringBuilder sheet, String whose, ExecutionJson.Step step) {
        output(sheet, whose + "stdout", step.stdout(), step.truncated().contains("stdout"));
        output(sheet, whose + "stderr", step.stderr(), step.truncated().contains("stderr"));
    }

    private static void output(StringBuilder sheet, String name, String text, boolean isCut) {
        if (text.isEmpty() && !isCut) {
            return;
        }
        sheet.append('\n').append(name).append(":\n");
        text.lines()
                .limit(LINES_SHOWN)
                .forEach(line -> sheet.append("  ")
                        .append(Printable.of(line.replace("\t", "    "), LINE_SHOWN))
                        .append('\n'));
        long more = text.lines().skip(LINES_SHOWN).count();
        if (more > 0) {
            sheet.append("  … and ")
                    .append(more)
                    .append(more == 1 ? " line more" : " lines more")
                    .append("; --json has them\n");
        }
        if (isCut) {
            sheet.append("  … and what was not kept\n");
        }
    }

    private static String at(Optional<Instant> time) {
        return time.map(Instant::toString).orElse(NONE);
    }

    private static String time(double millis) {
        return VerdictLine.time(Duration.ofNanos(Math.round(millis * 1e6)));
    }

    private static String size(long bytes) {
        return new Bytes(Math.max(0, bytes)).toString();
    }
}
