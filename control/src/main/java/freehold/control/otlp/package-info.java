/**
 * Spans for a collector, by the OpenTelemetry protocol over HTTP. Invariant: they name executions, tenants, runtimes and verdicts, and
 * carry nothing that a program was given or wrote. Begin at {@link freehold.control.otlp.OtlpTracing}.
 */
@NullMarked
package freehold.control.otlp;

import org.jspecify.annotations.NullMarked;
