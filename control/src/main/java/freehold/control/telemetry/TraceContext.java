package freehold.control.telemetry;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which span of which trace something belongs to, as W3C Trace Context (Recommendation of 23 November 2021) writes it in the header
 * {@code traceparent}.
 *
 * @param trace 32 hexadecimal digits in lower case, not all zero
 * @param span 16 such digits, not all zero
 * @param sampled whether whoever began the trace keeps it
 */
public record TraceContext(String trace, String span, boolean sampled) {
    /** The header of a request and of its answer. */
    public static final String HEADER = "traceparent";

    private static final ScopedValue<TraceContext> CURRENT = ScopedValue.newInstance();
    private static final Pattern FORM =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
    private static final String FIRST_VERSION = "00";
    private static final String NO_VERSION = "ff";
    private static final int SAMPLED = 1;

    public TraceContext {
        if (!trace.matches("[0-9a-f]{32}") || !span.matches("[0-9a-f]{16}") || isZero(trace) || isZero(span)) {
            throw new IllegalArgumentException("not a trace and a span: " + trace + ", " + span);
        }
    }

    /** Reads the header; empty for one that is absent or wrong, for a trace may be lost and a request may not (section 4.3). */
    public static Optional<TraceContext> parse(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        Matcher parts = FORM.matcher(header);
        boolean usable = parts.matches()
                && !parts.group(1).equals(NO_VERSION)
                && (parts.group(5) == null || !parts.group(1).equals(FIRST_VERSION))
                && !isZero(parts.group(2))
                && !isZero(parts.group(3));
        return usable
                ? Optional.of(new TraceContext(
                        parts.group(2), parts.group(3), (Integer.parseInt(parts.group(4), 16) & SAMPLED) != 0))
                : Optional.empty();
    }

    /** The same as a header, in the version 00 that all understand. */
    public String header() {
        return FIRST_VERSION + "-" + trace + "-" + span + (sampled ? "-01" : "-00");
    }

    /** What this thread works for, if it is part of a trace. */
    public static Optional<TraceContext> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    /** Does something as a part of a trace, if there is one. */
    public static <T> T during(Optional<TraceContext> context, Callable<T> work) throws Exception {
        return context.isPresent() ? ScopedValue.where(CURRENT, context.get()).call(work::call) : work.call();
    }

    /** The same for what has no result and no failure. */
    public static void runDuring(Optional<TraceContext> context, Runnable work) {
        if (context.isPresent()) {
            ScopedValue.where(CURRENT, context.get()).run(work);
        } else {
            work.run();
        }
    }

    private static boolean isZero(String digits) {
        return digits.chars().allMatch(each -> each == '0');
    }
}
