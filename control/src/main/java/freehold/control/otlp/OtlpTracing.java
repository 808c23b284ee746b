package freehold.control.otlp;

import freehold.control.telemetry.TraceContext;
import freehold.control.telemetry.Tracing;
import freehold.execution.Execution;
import freehold.execution.Outcome;
import freehold.execution.StepResult;
import freehold.execution.Timing;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends spans to a collector. The span of a request lives as long as the request; those of an execution are made after its end, from the
 * times that its record has, so that tracing costs a running program nothing. Names and attributes follow OpenTelemetry's semantic
 * conventions for HTTP (1.23 and later) where there are any.
 */
public final class OtlpTracing implements Tracing {
    private static final Logger LOG = LoggerFactory.getLogger(OtlpTracing.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int QUEUE_MAX = 8_192;
    private static final int SERVER_ERROR = 500;

    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<String> EXECUTION = AttributeKey.stringKey("freehold.execution.id");
    private static final AttributeKey<String> TENANT = AttributeKey.stringKey("freehold.tenant");
    private static final AttributeKey<String> RUNTIME = AttributeKey.stringKey("freehold.runtime");
    private static final AttributeKey<String> VERDICT = AttributeKey.stringKey("freehold.verdict");
    private static final AttributeKey<String> START = AttributeKey.stringKey("freehold.start");
    private static final AttributeKey<Double> CPU = AttributeKey.doubleKey("freehold.cpu_ms");
    private static final AttributeKey<Long> MEMORY = AttributeKey.longKey("freehold.memory_peak_bytes");

    private final SdkTracerProvider provider;
    private final Tracer tracer;

    /**
     * Begins to send.
     *
     * @param collector such as {@code http://127.0.0.1:4318}; the path of the protocol is added
     * @param share of the traces that begin here and are kept, 0 to 1; a caller who began one decides alone
     */
    public OtlpTracing(URI collector, double share, String version) {
        SpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(collector.toString().replaceFirst("/+$", "") + "/v1/traces")
                .setTimeout(PATIENCE)
                .build();
        this.provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault()
                        .merge(Resource.create(Attributes.of(
                                AttributeKey.stringKey("service.name"),
                                "freehold",
                                AttributeKey.stringKey("service.version"),
                                version))))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(share)))
                .addSpanProcessor(BatchSpanProcessor.builder(new FrugalExporter(exporter, collector, LOG))
                        .setMaxQueueSize(QUEUE_MAX)
                        .build())
                .build();
        this.tracer = provider.get("freehold");
    }

    @Override
    public Visit begin(String method, Optional<TraceContext> caller) {
        Span span = tracer.spanBuilder(method)
                .setParent(under(caller))
                .setSpanKind(SpanKind.SERVER)
                .setAttribute(METHOD, method)
                .startSpan();
        SpanContext own = span.getSpanContext();
        TraceContext context = new TraceContext(own.getTraceId(), own.getSpanId(), own.isSampled());
        return new Visit() {
            @Override
            public Optional<TraceContext> context() {
                return Optional.of(context);
            }

            @Override
            public void answered(String route, int status) {
                span.updateName(method + " " + route);
                span.setAttribute(ROUTE, route);
                span.setAttribute(STATUS, (long) status);
                if (status >= SERVER_ERROR) {
                    span.setStatus(StatusCode.ERROR);
                }
                span.end();
            }
        };
    }

    @Override
    public void ended(Execution execution) {
        Outcome outcome = execution.outcome().orElseThrow();
        Instant end = execution.finishedAt().orElseThrow();
        Span whole = tracer.spanBuilder("execution " + execution.runtime().name())
                .setParent(under(TraceContext.current()))
                .setStartTimestamp(execution.createdAt())
                .setAttribute(EXECUTION, execution.id().toString())
                .setAttribute(TENANT, execution.tenant().toString())
                .setAttribute(
                        RUNTIME,
                        execution.runtime().name() + "@" + execution.runtime().version())
                .setAttribute(VERDICT, outcome.verdict().label())
                .setAttribute(START, outcome.start().label())
                .startSpan();
        Context parent = Context.root().with(whole);
        Timing timing = outcome.timing();
        Instant at = execution.createdAt();
        at = stage(parent, "queue", at, timing.queued(), Optional.empty());
        at = stage(parent, "prepare", at, timing.prepared(), Optional.empty());
        at = stage(parent, "build", at, timing.built(), outcome.build());
        at = stage(parent, "run", at, timing.ran(), outcome.run());
        stage(parent, "collect", at, timing.collected(), Optional.empty());
        whole.end(nanos(end), TimeUnit.NANOSECONDS);
    }

    /** One stage after the other; one that took no time was not. */
    private Instant stage(Context parent, String name, Instant from, Duration took, Optional<StepResult> result) {
        if (took.isZero()) {
            return from;
        }
        Instant to = from.plus(took);
        SpanBuilder stage = tracer.spanBuilder(name).setParent(parent).setStartTimestamp(from);
        result.ifPresent(step -> stage.setAttribute(CPU, step.report().cpu().toNanos() / 1e6)
                .setAttribute(MEMORY, step.report().memoryPeak().count()));
        stage.startSpan().end(nanos(to), TimeUnit.NANOSECONDS);
        return to;
    }

    private static long nanos(Instant moment) {
        return TimeUnit.SECONDS.toNanos(moment.getEpochSecond()) + moment.getNano();
    }

    private static Context under(Optional<TraceContext> parent) {
        return parent.map(context -> Context.root()
                        .with(Span.wrap(SpanContext.createFromRemoteParent(
                                context.trace(),
                                context.span(),
                                context.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                                TraceState.getDefault()))))
                .orElse(Context.root());
    }

    /** Sends what waits, for some seconds at most. */
    @Override
    public void close() {
        provider.shutdown().join(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
