package freehold.control.telemetry;

import io.prometheus.metrics.tracer.common.SpanContext;
import org.jspecify.annotations.Nullable;

/** Tells the metrics which trace a value belongs to, for exemplars. */
final class CurrentSpan implements SpanContext {
    @Override
    public @Nullable String getCurrentTraceId() {
        return TraceContext.current().map(TraceContext::trace).orElse(null);
    }

    @Override
    public @Nullable String getCurrentSpanId() {
        return TraceContext.current().map(TraceContext::span).orElse(null);
    }

    @Override
    public boolean isCurrentSpanSampled() {
        return TraceContext.current().map(TraceContext::sampled).orElse(false);
    }

    @Override
    public void markCurrentSpanAsExemplar() {
        // a sampled trace is kept anyway
    }
}
