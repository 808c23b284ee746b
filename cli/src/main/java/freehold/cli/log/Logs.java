package freehold.cli.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Logback's configuration. Logback finds it by its service file, when the first logger is asked for; until then {@link #set} can change
 * what it will be.
 */
public final class Logs extends ContextAwareBase implements Configurator {
    private static volatile Choice choice = new Choice(Level.WARN, Form.TEXT);

    /** How a line looks. */
    public enum Form {
        TEXT,
        JSON
    }

    private record Choice(Level level, Form form) {}

    /**
     * Chooses, before anything logs.
     *
     * @param level a name that Logback knows, such as {@code info}; unknown ones mean {@code info}
     */
    public static void set(String level, Form form) {
        choice = new Choice(Level.toLevel(level, Level.INFO), form);
    }

    @Override
    public ExecutionStatus configure(LoggerContext loggers) {
        Choice chosen = choice;
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(loggers);
        appender.setTarget("System.err");
        appender.addFilter(new ToldByCaller());
        appender.setEncoder(encoder(chosen.form(), loggers));
        appender.start();
        ch.qos.logback.classic.Logger root = loggers.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(chosen.level());
        root.addAppender(appender);
        // Libraries say at INFO what nobody has to know who runs a server.
        for (String library : new String[] {"io.javalin", "org.eclipse.jetty"}) {
            loggers.getLogger(library).setLevel(Level.WARN);
        }
        // what these warn of and call errors is what clients sent, in their words; what fails here is told by who calls
        // them
        for (String library :
                new String[] {"io.modelcontextprotocol", "org.eclipse.jetty.util.HostPort", "io.opentelemetry.exporter"
                }) {
            loggers.getLogger(library).setLevel(Level.OFF);
        }
        // libraries that speak to the JDK's own loggers; a run of one program has none of them
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    static Encoder<ILoggingEvent> encoder(Form form, LoggerContext loggers) {
        return switch (form) {
            case TEXT -> {
                LineLayout layout = new LineLayout();
                layout.setContext(loggers);
                layout.start();
                LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
                encoder.setContext(loggers);
                encoder.setCharset(StandardCharsets.UTF_8);
                encoder.setLayout(layout);
                encoder.start();
                yield encoder;
            }
            case JSON -> {
                JsonEncoder encoder = new JsonEncoder();
                encoder.setContext(loggers);
                // the sentence with its ids, as the text form has it: who searches reads no list of arguments
                encoder.setWithFormattedMessage(true);
                // the same, or empty, in each line of a server
                encoder.setWithContext(false);
                encoder.setWithSequenceNumber(false);
                encoder.setWithMDC(false);
                encoder.start();
                yield encoder;
            }
        };
    }
}
