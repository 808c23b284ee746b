package freehold.cli.run;

import freehold.execution.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The last line of a run, for people: {@code ✓ succeeded · exit 0 · cpu 12 ms · wall 14 ms · memory 8.9 MiB · python 3.11.2 ·
 * process cell}. Unless it succeeded, a second line explains.
 */
public final class VerdictLine {
    private static final String GREEN = "\u001b[32m";
    private static final String YELLOW = "\u001b[33m";
    private static final String RED = "\u001b[31m";
    private static final String PLAIN = "\u001b[0m";

    /** Whether the line is coloured. */
    enum Colour {
        NONE,
        ANSI
    }

    private VerdictLine() {}

    /** The line or lines, each ended by a line feed. */
    static String of(Summary summary, Colour colour) {
        Verdict verdict = summary.verdict();
        List<String> parts = new ArrayList<>();
        parts.add(paint(mark(verdict) + " " + verdict.label(), verdict, colour));
        summary.step().ifPresent(step -> {
            if (endedByItself(verdict)) {
                parts.add(step.signal().orElse("exit " + step.exitCode()));
            }
            parts.add("cpu " + time(step.cpu()));
            parts.add("wall " + time(step.wall()));
            parts.add("memory " + step.memoryPeak());
        });
        parts.add(summary.runtime());
        parts.add(summary.tier() + " cell");
        String line = String.join(" · ", parts) + "\n";
        return verdict == Verdict.SUCCEEDED ? line : line + "  " + summary.explanation() + "\n";
    }

    /** A time with about three digits that say something: {@code 9.1 ms}, {@code 12 ms}, {@code 1.25 s}, {@code 75.0 s}. */
    public static String time(Duration time) {
        double millis = time.toNanos() / 1e6;
        if (millis < 9.95) {
            return String.format(Locale.ROOT, "%.1f ms", millis);
        }
        if (millis < 999.5) {
            return String.format(Locale.ROOT, "%.0f ms", millis);
        }
        return String.format(Locale.ROOT, millis < 9_995 ? "%.2f s" : "%.1f s", millis / 1e3);
    }

    /** Whether its exit code or signal is the program's own, and not how we ended it. */
    private static boolean endedByItself(Verdict verdict) {
        return switch (verdict) {
            case SUCCEEDED, FAILED, CRASHED, BUILD_FAILED -> true;
            case FAULTED, CANCELLED, MEMORY_EXCEEDED, CPU_EXCEEDED, WALL_EXCEEDED, OUTPUT_EXCEEDED, FORBIDDEN -> false;
        };
    }

    private static String mark(Verdict verdict) {
        return switch (verdict) {
            case SUCCEEDED -> "✓";
            case FAULTED -> "!";
            case CANCELLED -> "–";
            case BUILD_FAILED,
                    MEMORY_EXCEEDED,
                    CPU_EXCEEDED,
                    WALL_EXCEEDED,
                    OUTPUT_EXCEEDED,
                    FORBIDDEN,
                    CRASHED,
                    FAILED -> "✗";
        };
    }

    private static String paint(String text, Verdict verdict, Colour colour) {
        if (colour == Colour.NONE) {
            return text;
        }
        String begin = switch (verdict) {
            case SUCCEEDED -> GREEN;
            case CANCELLED, FAULTED -> YELLOW;
            case BUILD_FAILED,
                    MEMORY_EXCEEDED,
                    CPU_EXCEEDED,
                    WALL_EXCEEDED,
                    OUTPUT_EXCEEDED,
                    FORBIDDEN,
                    CRASHED,
                    FAILED -> RED;
        };
        return begin + text + PLAIN;
    }
}
