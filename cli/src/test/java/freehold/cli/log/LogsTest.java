package freehold.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class LogsTest {
    private final LoggerContext loggers = new LoggerContext();

    @Test
    void a_line_for_machines_has_the_sentence_that_people_read() {
        Object[] arguments = {"exe_1", "succeeded"};
        LoggingEvent event =
                new LoggingEvent("here", loggers.getLogger("a.Here"), Level.INFO, "{} finished: {}", null, arguments);

        String line = new String(Logs.encoder(Logs.Form.JSON, loggers).encode(event), StandardCharsets.UTF_8);

        assertThat(line).hasLineCount(1).contains("\"formattedMessage\":\"exe_1 finished: succeeded\"");
    }

    @Test
    void a_line_for_machines_has_nothing_that_is_the_same_in_all() {
        LoggingEvent event = new LoggingEvent("here", loggers.getLogger("a.Here"), Level.INFO, "ready", null, null);

        String line = new String(Logs.encoder(Logs.Form.JSON, loggers).encode(event), StandardCharsets.UTF_8);

        assertThat(line).doesNotContain("sequenceNumber", "birthdate", "mdc");
    }
}
