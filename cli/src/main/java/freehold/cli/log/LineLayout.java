package freehold.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import freehold.quantity.Rfc3339;
import java.util.stream.Collectors;

/** {@code 2026-11-23T15:00:00.000Z INFO  CellWorker exe_… begins: python 3.11.2}, and a stack below where there is one. */
final class LineLayout extends LayoutBase<ILoggingEvent> {
    private static final int LEVEL_WIDTH = 5;

    @Override
    public String doLayout(ILoggingEvent event) {
        String logger = event.getLoggerName();
        String level = event.getLevel().toString();
        StringBuilder line = new StringBuilder()
                .append(Rfc3339.millis(event.getInstant()))
                .append(' ')
                .append(level)
                .repeat(' ', Math.max(0, LEVEL_WIDTH - level.length()))
                .append(' ')
                .append(logger.substring(logger.lastIndexOf('.') + 1))
                .append(' ')
                // what a tenant sent may be in it: one event stays one line
                .append(printable(event.getFormattedMessage()))
                .append('\n');
        if (event.getThrowableProxy() != null) {
            // so may it in the message of an exception: no line of a stack begins as an event does
            ThrowableProxyUtil.asString(event.getThrowableProxy())
                    .lines()
                    .forEach(each -> line.append("  ").append(printable(each)).append('\n'));
        }
        return line.toString();
    }

    /** Nothing in it moves a terminal's cursor, or begins a line. */
    private static String printable(String text) {
        return isPrintable(text)
                ? text
                : text.codePoints()
                        .mapToObj(each -> isControl(each) ? escape(each) : Character.toString(each))
                        .collect(Collectors.joining());
    }

    /** A loop, for nearly every text is, and a stream takes a multiple of its time. */
    private static boolean isPrintable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isControl(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isControl(int each) {
        return (each != '\t' && Character.isISOControl(each)) || each == '\u2028' || each == '\u2029';
    }

    private static String escape(int each) {
        return switch (each) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            default -> "\\u%04x".formatted(each);
        };
    }
}
