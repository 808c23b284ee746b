package freehold.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

final class ShutdownTest {
    private static List<String> logged(Shutdown shutdown) {
        Logger logger = (Logger) LoggerFactory.getLogger(Shutdown.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.INFO);
        try {
            shutdown.closeAll();
        } finally {
            logger.detachAppender(lines);
            logger.setLevel(null);
        }
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @ParameterizedTest
    @CsvSource({"0,0 executions are waited for", "1,1 execution is waited for", "7,7 executions are waited for"})
    void a_stop_is_told_when_it_begins_and_when_it_is_over(int living, String waits) {
        Shutdown shutdown = Shutdown.byHand();
        IntSupplier left = () -> living;
        shutdown.servesUntilEndOf(left);

        List<String> lines = logged(shutdown);

        assertThat(lines).containsExactly("Stopping; nothing new is let in, and " + waits, "Stopped");
    }

    @Test
    void the_end_of_a_server_that_nobody_was_told_of_is_not_told() {
        Shutdown shutdown = Shutdown.byHand();

        List<String> lines = logged(shutdown);

        assertThat(lines).isEmpty();
    }
}
