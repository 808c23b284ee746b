package freehold.execution;

import freehold.cell.Cause;
import freehold.cell.CellReport;
import freehold.cell.Limits;
import freehold.cell.Signal;
import freehold.cell.Syscall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says in words why a verdict is what it is. Numbers come from the report, never from a guess. */
final class Explanation {
    private static final int ENOENT = 2;
    private static final int ENOEXEC = 8;
    private static final int EACCES = 13;

    private Explanation() {}

    static String faulted(FaultId fault) {
        return "Freehold failed, not the program. Its operator finds the cause in the log under " + fault + ".";
    }

    static String cancelled(Ending ending) {
        StepName step = ending.cancelled().orElseThrow();
        return (step == StepName.BUILD ? ending.build() : ending.run())
                .map(StepResult::report)
                .map(report -> say(
                        "Cancelled in the %s step after %s, of which %s of CPU.",
                        name(step), ms(report.wall()), ms(report.cpu())))
                .orElseGet(() -> say("Cancelled before the %s step had begun.", name(step)));
    }

    static String unplaced(Ending.Unplaced files) {
        return say("The build step left %s for the run step, whose disk limit is %s.", files.left(), files.limit());
    }

    static String step(StepName step, StepResult result, Verdict verdict) {
        CellReport report = result.report();
        String what = what(step, report, result.limits(), verdict);
        List<String> hints = verdict == Verdict.SUCCEEDED ? List.of() : hints(result, verdict);
        return hints.isEmpty() ? what + "." : what + "; " + String.join("; ", hints) + ".";
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
                    step == StepName.BUILD ? "The build step" : "The program", errno(report.causeValue()));
        }
        String words = say("exited with %d after %s of CPU", report.exitCode(), ms(report.cpu()));
        return who.isEmpty() ? "E" + words.substring(1) : who + words;
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
            hints.add(say("the disk limit of %s was reached", result.limits().disk()));
        }
        return hints;
    }

    private static String errno(long number) {
        if (number == ENOENT) {
            return "its file, or the interpreter that the file names, is not there (ENOENT)";
        }
        if (number == EACCES) {
            return "its file is not executable (EACCES)";
        }
        if (number == ENOEXEC) {
            return "its file is not in a format that this machine executes (ENOEXEC)";
        }
        return "the kernel answered with errno " + number;
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
        String text = String.format(Locale.ROOT, "%,.1f", duration.toNanos() / 1e6);
        return (text.endsWith(".0") ? text.substring(0, text.length() - 2) : text) + " ms";
    }
}
