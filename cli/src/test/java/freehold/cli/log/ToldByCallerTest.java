package freehold.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import ch.qos.logback.core.spi.FilterReply;
import io.javalin.Javalin;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class ToldByCallerTest {
    private final LoggerContext loggers = new LoggerContext();
    private final ToldByCaller filter = new ToldByCaller();

    private FilterReply reply(String logger, String message) {
        return filter.decide(new LoggingEvent("here", loggers.getLogger(logger), Level.ERROR, message, null, null));
    }

    @Test
    void what_the_library_says_of_a_port_that_is_taken_is_left_out() throws Exception {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Logger library = (Logger) LoggerFactory.getLogger("io.javalin");
        library.addAppender(lines);
        library.setAdditive(false);
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(catchStart(other.getLocalPort())).isTrue();
        } finally {
            library.setAdditive(true);
            library.detachAppender(lines);
        }

        assertThat(lines.list)
                .isNotEmpty()
                .filteredOn(each -> each.getLevel().isGreaterOrEqual(Level.WARN))
                .allMatch(each -> filter.decide(each) == FilterReply.DENY);
    }

    private static boolean catchStart(int port) {
        try {
            Javalin.create(config -> config.startup.showJavalinBanner = false)
                    .start("127.0.0.1", port)
                    .stop();
            return false;
        } catch (RuntimeException taken) {
            return true;
        }
    }

    @Test
    void everything_else_is_logged() {
        assertThat(reply("io.javalin.Javalin", "Uncaught exception")).isEqualTo(FilterReply.NEUTRAL);
        assertThat(reply("freehold.control.http.ApiServer", "Failed to start a thing"))
                .isEqualTo(FilterReply.NEUTRAL);
    }
}
