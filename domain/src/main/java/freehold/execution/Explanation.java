package freehold.execution;

import freehold.cell.Cause;
import freehold.cell.CellReport;
import freehold.cell.Limit;
import freehold.cell.Limits;
import freehold.cell.Signal;
import freehold.cell.Syscall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says in words why a verdict is what it is. Numbers come from the report, never from a guess. */
final class Explanation {
    private static final String AGAIN = "Submit it again if it is still wanted.";

    /** What took that many times as long as it computed has mostly waited. */
    private static final int IDLE_TIMES = 10;

    private static final int PAGE_BYTES = 4_096;

    private Explanation() {}

    static String faulted(FaultId fault) {
        return "Freehold failed, not the program, and nothing is charged. Submit it again; if it stays so, its operator finds the"
                + " cause in the log under " + fault + ".";
    }

    static String cancelled(Ending ending) {
        StepName step = ending.cancelled().orElseThrow();
        return (step == StepName.BUILD ? ending.build() : ending.run())
                .map(StepResult::report)
                .map(report -> say(
                        "Cancelled in the %s step after %s, of which %s of CPU. %s",
                        name(step), ms(report.wall()), ms(report.cpu()), AGAIN))
                .orElseGet(() -> say("Cancelled before the %s step had begun. %s", name(step), AGAIN));
    }

    static String stopped(String cancelled) {
        return "Its server was stopped. " + cancelled;
    }

    static String unplaced(Ending.Unplaced files) {
        return say(
                "The build step left %s for the run step, whose disk limit is %s. Raise %s, or leave less.",
                files.left(), files.limit(), field(StepName.RUN, Limit.DISK));
    }

    static String step(StepName step, StepResult result, Verdict verdict) {
        String what = what(step, result.report(), result.limits(), verdict);
        if (verdict == Verdict.SUCCEEDED) {
            return what + ".";
        }
        List<String> hints = hints(result, verdict);
        String facts = hints.isEmpty() ? what : what + "; " + String.join("; ", hints);
        return facts + ". " + String.join(" ", remedies(step, result, verdict));
    }

    private static String what(StepName step, CellReport report, Limits limits, Verdict verdict) {
        String in = "in the " + name(step) + " step";
        return switch (verdict) {
            case MEMORY_EXCEEDED ->
                say(
                        "Exceeded the memory limit of %s %s: %s at the peak, after %s",
                        limits.memory(), in, report.memoryPeak(), ms(report.wall()));
            case CPU_EXCEEDED ->
                say(
                        "Exceeded the CPU limit of %s %s: %s of CPU after %s",
                        ms(limits.cpu()), in, ms(micros(report)), ms(report.wall()));
            case WALL_EXCEEDED ->
                say(
                        "Exceeded the wall-clock limit of %s %s: ended after %s, of which %s of CPU",
                        ms(limits.wall()), in, ms(micros(report)), ms(report.cpu()));
            case OUTPUT_EXCEEDED ->
                say(
                        "Exceeded the output limit of %s on %s %s: wrote more than that within %s",
                        limits.output(), report.cause() == Cause.STDERR ? "stderr" : "stdout", in, ms(report.wall()));
            case FORBIDDEN ->
                say(
                        "The system call %s ended it %s after %s",
                        Syscall.nameOf(report.deniedSyscall(), report.deniedArch()), in, ms(report.wall()));
            case CRASHED -> say("Killed by %s %s after %s of CPU", signal(report.signal()), in, ms(report.cpu()));
            case FAILED, SUCCEEDED -> exited(step, report);
            case CANCELLED -> say("Cancelled %s after %s", in, ms(report.wall()));
            case BUILD_FAILED, FAULTED -> throw new IllegalArgumentException("not of one step: " + verdict);
        };
    }

    private static String exited(StepName step, CellReport report) {
        String who = step == StepName.BUILD ? "The build step " : "";
        if (report.cause() == Cause.NO_EXEC) {
            return say(
                    "%s could not be started: %s",
                    step == StepName.BUILD ? "The build step" : "The program",
                    Unstartable.of(report.causeValue()).what());
        }
        String how = "xited with " + report.exitCode() + " after " + ms(report.cpu()) + " of CPU";
        return who.isEmpty() ? "E" + how : who + "e" + how;
    }

    /** Limits that do not end a program, but may be why it ended. */
    private static List<String> hints(StepResult result, Verdict verdict) {
        CellReport report = result.report();
        List<String> hints = new ArrayList<>();
        if (report.processesRefused() > 0) {
            hints.add(say(
                    "the limit of %,d processes refused %,d more",
                    result.limits().processes(), report.processesRefused()));
        }
        boolean filesWeigh =
                report.diskPeak().count() > result.limits().memory().count() / 4;
        if (verdict == Verdict.MEMORY_EXCEEDED && filesWeigh) {
            hints.add(say("of that, at least %s were files, which count as memory", report.diskPeak()));
        }
        if (report.diskFull()) {
            hints.add(say(
                    isFullOfNames(result)
                            ? "its disk of %s had no more room for names of files"
                            : "the disk limit of %s was reached",
                    result.limits().disk()));
        }
        return hints;
    }

    /** What its author can do next, the nearest first. */
    private static List<String> remedies(StepName step, StepResult result, Verdict verdict) {
        CellReport report = result.report();
        List<String> remedies = new ArrayList<>();
        remedies.add(
                switch (verdict) {
                    case MEMORY_EXCEEDED -> say("Raise %s, or hold less at one time.", field(step, Limit.MEMORY));
                    case CPU_EXCEEDED -> say("Raise %s, or do less.", field(step, Limit.CPU));
                    case WALL_EXCEEDED ->
                        say(
                                report.cpu().multipliedBy(IDLE_TIMES).compareTo(report.wall()) < 0
                                        ? "It mostly waited: send the input that it waits for, or raise %s."
                                        : "Raise %s, or do less.",
                                field(step, Limit.WALL));
                    case OUTPUT_EXCEEDED ->
                        say("What the limit let through is kept; raise %s, or write less.", field(step, Limit.OUTPUT));
                    case FORBIDDEN -> "Leave that call out: no policy and no setting allows it.";
                    case CRASHED ->
                        HeapWish.isIn(result)
                                ? written(report)
                                : whence(step, report.signal(), result.limits()) + " " + written(report);
                    case FAILED ->
                        report.cause() == Cause.NO_EXEC
                                ? Unstartable.of(report.causeValue()).remedy()
                                : written(report);
                    case CANCELLED -> AGAIN;
                    case BUILD_FAILED, FAULTED, SUCCEEDED ->
                        throw new IllegalArgumentException("nothing to be done: " + verdict);
                });
        if (report.processesRefused() > 0) {
            remedies.add(say("If it needs more processes, raise %s.", field(step, Limit.PROCESSES)));
        }
        if (report.diskFull()) {
            remedies.add(
                    isFullOfNames(result)
                            ? "Keep fewer files, or pack them into one."
                            : say("If it needs more room, raise %s.", field(step, Limit.DISK)));
        }
        if (verdict == Verdict.FAILED && report.cause() == Cause.ITSELF && NetworkWish.isIn(result)) {
            remedies.add("If it wanted the network: programs have none. Send what it needs with the request, in "
                    + (step == StepName.BUILD ? "files." : "files or stdin."));
        }
        if ((verdict == Verdict.FAILED || verdict == Verdict.CRASHED)
                && report.cause() == Cause.ITSELF
                && HeapWish.isIn(result)) {
            remedies.add(say(
                    "Its heap was full, which is a part of its memory: raise %s, or hold less at one time.",
                    field(step, Limit.MEMORY)));
        }
        return remedies;
    }

    /** Whether what filled the disk were files and not their bytes, for a disk without a free page has all of its limit in use. */
    private static boolean isFullOfNames(StepResult result) {
        return result.report().diskPeak().count() + PAGE_BYTES
                < result.limits().disk().count();
    }

    /** What people and supervisors send tells of no fault, nor do real-time signals. */
    private static String whence(StepName step, int number, Limits limits) {
        Signal signal = Signal.of(number).orElse(Signal.SIGUSR1);
        if (signal == Signal.SIGXFSZ) {
            return say(
                    "A file was to be larger than the disk limit of %s: raise %s, or write less.",
                    limits.disk(), field(step, Limit.DISK));
        }
        return signal.isSendable()
                ? "No limit did that: the program sent it to itself, or whoever is attached did."
                : "No limit did that: look for the fault in the program.";
    }

    /** Where its own words are. */
    private static String written(CellReport report) {
        if (report.stderr().count() > 0) {
            return "See its stderr.";
        }
        return report.stdout().count() > 0
                ? "It wrote nothing to stderr; see its stdout."
                : "It wrote nothing: have it say why on stderr.";
    }

    /** Where a request says how much of it. */
    private static String field(StepName step, Limit limit) {
        return switch (step) {
            case BUILD -> "build_limits." + limit.label();
            case RUN -> "limits." + limit.label();
        };
    }

    private static String signal(int number) {
        return Signal.of(number)
                .map(signal -> signal.name() + " (" + signal.meaning() + ")")
                .orElseGet(() -> Signal.nameOf(number));
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency; a test walks each sentence
    private static String say(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static String name(StepName step) {
        return step.name().toLowerCase(Locale.ROOT);
    }

    private static Duration micros(CellReport report) {
        return Duration.ofNanos(Math.multiplyExact(report.causeValue(), 1_000L));
    }

    /** Milliseconds with one decimal, which goes where it says nothing: {@code 9.1 ms}, {@code 1,003 ms}. */
    private static String ms(Duration duration) {
        long tenths = (duration.toNanos() + 50_000) / 100_000;
        long whole = tenths / 10;
        // every execution has such a number, and a formatter takes as long as its whole verdict
        String text = whole < 1_000 ? Long.toString(whole) : say("%,d", whole);
        return (tenths % 10 == 0 ? text : text + "." + tenths % 10) + " ms";
    }
}
