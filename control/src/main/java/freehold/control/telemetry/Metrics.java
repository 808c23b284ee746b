package freehold.control.telemetry;

import freehold.cell.Limit;
import freehold.execution.Execution;
import freehold.execution.Outcome;
import freehold.execution.Start;
import freehold.execution.Timing;
import freehold.execution.Verdict;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** Counters and timers, read at {@code /metrics}. Each label has few values: runtimes, verdicts, routes, never a
 * tenant or an id. */
public final class Metrics implements AutoCloseable {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** What a scraper says that wants exemplars. */
    private static final String OPEN_METRICS = "application/openmetrics-text";

    private static final String OPEN_METRICS_TYPE = OPEN_METRICS + "; version=1.0.0; charset=utf-8";
    private static final String PROMETHEUS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(
            new ExemplarsWhereAllowed(), new PrometheusRegistry(), Clock.SYSTEM, new CurrentSpan());

    // the registry finds what it has only by all that it would be made of
    private final Map<Ended, Counter> ends = new ConcurrentHashMap<>();
    private final Map<Start, Counter> starts = new ConcurrentHashMap<>();
    private final Map<String, Counter> processorTimes = new ConcurrentHashMap<>();
    private final Map<String, Timer> stages = new ConcurrentHashMap<>();
    private final Map<Kind, Timer> requests = new ConcurrentHashMap<>();

    public Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
    }

    /** A value that is looked up whenever the metrics are read. */
    public void gauge(String name, String description, DoubleSupplier value) {
        Gauge.builder(name, value, DoubleSupplier::getAsDouble)
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    /** An execution ended. */
    public void ended(Execution execution) {
        Outcome outcome = execution.outcome().orElseThrow();
        String runtime = execution.runtime().name();
        ends.computeIfAbsent(new Ended(runtime, outcome.verdict()), this::counter)
                .increment();
        starts.computeIfAbsent(
                        outcome.start(), start -> registry.counter("freehold.execution.starts", "start", start.label()))
                .increment();
        for (Limit limit : outcome.limitsHit()) {
            registry.counter("freehold.limits.hit", "limit", limit.label()).increment();
        }
        processorTimes
                .computeIfAbsent(runtime, name -> registry.counter("freehold.execution.cpu.seconds", "runtime", name))
                .increment(outcome.cpu().toNanos() / 1e9);
        Timing timing = outcome.timing();
        stage("queued", timing.queued());
        stage("prepared", timing.prepared());
        if (outcome.build().isPresent()) {
            stage("built", timing.built());
        }
        stage("ran", timing.ran());
        stage("collected", timing.collected());
    }

    private record Ended(String runtime, Verdict verdict) {}

    private Counter counter(Ended ended) {
        return registry.counter(
                "freehold.executions",
                "runtime",
                ended.runtime(),
                "verdict",
                ended.verdict().label());
    }

    private void stage(String stage, Duration time) {
        stages.computeIfAbsent(
                        stage,
                        _ -> histogram(Timer.builder("freehold.execution.stage")
                                .description("How long each stage of an execution took")
                                .tags("stage", stage)))
                .record(time);
    }

    /** A request was answered; the route is a pattern, never a path. */
    public void answered(String method, String route, int status, Duration time) {
        requests.computeIfAbsent(
                        new Kind(method, route, status),
                        _ -> histogram(Timer.builder("freehold.http.requests")
                                .description("Requests and how long their answers took")
                                .tags("method", method, "route", route, "status", Integer.toString(status))))
                .record(time);
    }

    private record Kind(String method, String route, int status) {}

    private Timer histogram(Timer.Builder timer) {
        return timer.serviceLevelObjectives(
                        SHORTEST,
                        Duration.ofMillis(5),
                        Duration.ofMillis(25),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(1),
                        LONGEST)
                .register(registry);
    }

    /**
     * All values, in the form that the scraper asks for; OpenMetrics has exemplars: the trace of one request beside what it was counted in.
     *
     * @param accept the header of the request
     */
    public Page read(Optional<String> accept) {
        String type = accept.filter(header -> header.contains(OPEN_METRICS))
                .map(_ -> OPEN_METRICS_TYPE)
                .orElse(PROMETHEUS_TYPE);
        return new Page(type, registry.scrape(type));
    }

    /** OpenMetrics has exemplars for buckets and totals alone, and a strict scraper reads no page that has others; the default sets them. */
    private static final class ExemplarsWhereAllowed implements PrometheusConfig {
        @Override
        public @Nullable String get(String key) {
            return PrometheusConfig.DEFAULT.get(key);
        }

        @Override
        public Properties prometheusProperties() {
            return new Properties();
        }
    }

    /** An answer to a scraper. */
    public record Page(String mediaType, String text) {}

    @Override
    public void close() {
        registry.close();
    }
}
