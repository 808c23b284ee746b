package freehold.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/** Leaves out what the web server's library logs of a start that failed, with a stack: it throws the same, and whoever started it tells people why. */
final class ToldByCaller extends Filter<ILoggingEvent> {
    private static final String LIBRARY = "io.javalin";
    private static final String START = "Failed to start";

    @Override
    public FilterReply decide(ILoggingEvent event) {
        return event.getLoggerName().startsWith(LIBRARY) && event.getMessage().startsWith(START)
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }
}
