package freehold.control.otlp;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;

/**
 * Says once that a collector takes nothing, and once that it does again. The library's own word for that is an error with a stack for each
 * batch and each reason; but nobody has to act for the server's sake, and what fails a thousand times has one cause.
 */
final class FrugalExporter implements SpanExporter {
    private final SpanExporter exporter;
    private final URI collector;
    private final Logger log;
    private final AtomicBoolean failing = new AtomicBoolean();

    FrugalExporter(SpanExporter exporter, URI collector, Logger log) {
        this.exporter = exporter;
        this.collector = collector;
        this.log = log;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode sent = exporter.export(spans);
        return sent.whenComplete(() -> tell(sent));
    }

    private void tell(CompletableResultCode sent) {
        boolean failed = !sent.isSuccess();
        if (failing.getAndSet(failed) == failed) {
            return;
        }
        if (failed) {
            Throwable why = sent.getFailureThrowable();
            log.warn(
                    "The collector at {} takes no spans, which are dropped until it does: {}",
                    collector,
                    why == null ? "no reason is known" : why.getMessage());
        } else {
            log.info("The collector at {} takes spans again", collector);
        }
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
