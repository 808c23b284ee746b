package freehold.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LineLayoutTest {
    private final LoggerContext loggers = new LoggerContext();

    private String line(String message, @Nullable Throwable fault) {
        return new LineLayout()
                .doLayout(new LoggingEvent("here", loggers.getLogger("a.b.Here"), Level.ERROR, message, fault, null));
    }

    @Test
    void an_event_is_one_line_whatever_is_in_it() {
        String forged = "2026-11-27T00:00:00.000Z INFO  Door let in";

        String line = line("name\n" + forged + "\r\u001b[2J\u0085\u2028 ümlaut\ttab", null);

        assertThat(line)
                .endsWith(" ERROR Here name\\n" + forged + "\\r\\u001b[2J\\u0085\\u2028 ümlaut\ttab\n")
                .hasLineCount(1);
    }

    @Test
    void no_line_of_a_stack_begins_as_an_event_does() {
        Exception fault = new IllegalStateException("x\n2026-11-27T00:00:00.000Z INFO  Door let in\u001b[2J");

        String text = line("failed", fault);

        assertThat(text.lines().skip(1)).isNotEmpty().allMatch(each -> each.startsWith("  "));
        assertThat(text).doesNotContain("\u001b").contains("IllegalStateException: x");
    }
}
