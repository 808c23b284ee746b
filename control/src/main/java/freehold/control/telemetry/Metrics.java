package freehold.control.telemetry;

import freehold.execution.Execution;
import freehold.execution.Outcome;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.function.IntSupplier;

/** Counters and timers, read at {@code /metrics} in the text format of Prometheus. */
public final class Metrics implements AutoCloseable {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    public Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
    }

    /** A value that is looked up whenever the metrics are read. */
    public void gauge(String name, String description, IntSupplier value) {
        Gauge.builder(name, value, IntSupplier::getAsInt)
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    /** An execution ended. */
    public void ended(Execution execution) {
        Outcome outcome = execution.outcome().orElseThrow();
        registry.counter(
                        "freehold.executions",
                        "runtime",
                        execution.runtime().name(),
                        "verdict",
                        outcome.verdict().label())
                .increment();
        timer("freehold.execution.queued").record(execution.queued());
        timer("freehold.execution.prepared").record(outcome.timing().prepared());
        timer("freehold.execution.ran").record(outcome.timing().ran());
    }

    /** A request was answered; the route is a pattern, never a path. */
    public void answered(String method, String route, int status, Duration time) {
        Timer.builder("freehold.http.requests")
                .tags("method", method, "route", route, "status", Integer.toString(status))
                .register(registry)
                .record(time);
    }

    private Timer timer(String name) {
        return Timer.builder(name)
                .serviceLevelObjectives(
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

    public String text() {
        return registry.scrape();
    }

    @Override
    public void close() {
        registry.close();
    }
}
