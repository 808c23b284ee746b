package freehold.control.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class FrugalExporterTest {
    private final Logger log = (Logger) LoggerFactory.getLogger(FrugalExporterTest.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Deque<CompletableResultCode> outcomes = new ArrayDeque<>();
    private final FrugalExporter exporter =
            new FrugalExporter(new Scripted(), URI.create("http://127.0.0.1:4318"), log);

    /** Ends as the script has it. */
    private final class Scripted implements SpanExporter {
        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            return outcomes.removeFirst();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
        log.setLevel(ch.qos.logback.classic.Level.INFO);
    }

    @AfterEach
    void stop() {
        log.detachAppender(lines);
    }

    private void exports(CompletableResultCode outcome) {
        outcomes.add(outcome);
        exporter.export(List.of());
    }

    @Test
    void a_collector_that_is_away_costs_a_line_and_one_more_when_it_is_back() {
        exports(CompletableResultCode.ofSuccess());
        for (int i = 0; i < 3; i++) {
            exports(CompletableResultCode.ofExceptionalFailure(new IOException("Connection refused")));
        }
        exports(CompletableResultCode.ofFailure());
        exports(CompletableResultCode.ofSuccess());
        exports(CompletableResultCode.ofSuccess());

        assertThat(lines.list)
                .extracting(each -> each.getLevel() + " " + each.getFormattedMessage())
                .containsExactly(
                        "WARN The collector at http://127.0.0.1:4318 takes no spans, which are dropped until it does: Connection refused",
                        "INFO The collector at http://127.0.0.1:4318 takes spans again");
    }
}
