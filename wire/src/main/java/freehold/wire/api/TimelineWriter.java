package freehold.wire.api;

import freehold.execution.Execution;
import freehold.execution.Outcome;
import freehold.execution.StepResult;
import freehold.execution.Timing;
import freehold.execution.WorkerIdentity;
import freehold.ledger.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * Writes the course of an execution: each step with its beginning, how long it took, and the worker. What took time was measured on a
 * monotonic clock; a beginning is the moment of acceptance and what was measured up to it.
 */
public final class TimelineWriter {
    private TimelineWriter() {}

    /**
     * What is known now.
     *
     * @param receipt the place of the receipt in the tenant's chain, once it is there
     */
    public static byte[] bytes(Execution execution, Optional<WorkerIdentity> worker, Optional<Position> receipt) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeStringProperty("id", execution.id().value());
            json.writeStringProperty("state", execution.state().label());
            json.writeArrayPropertyStart("steps");
            new Steps(json, worker, execution.createdAt()).write(execution);
            json.writeEndArray();
            if (receipt.isPresent()) {
                json.writeNumberProperty("receipt_position", receipt.get().number());
            } else {
                json.writeNullProperty("receipt_position");
            }
            json.writeEndObject();
        });
    }

    private static final class Steps {
        private final JsonGenerator json;
        private final Optional<String> worker;
        private Instant at;

        private Steps(JsonGenerator json, Optional<WorkerIdentity> worker, Instant begin) {
            this.json = json;
            this.worker = worker.map(WorkerIdentity::id);
            this.at = begin;
        }

        private void write(Execution execution) {
            step("queued", Optional.of(execution.queued()), Optional.empty(), "waited for a free cell");
            Optional<Outcome> outcome = execution.outcome();
            if (outcome.isEmpty()) {
                execution
                        .startedAt()
                        .ifPresent(since -> step(
                                execution.state().label(),
                                Optional.empty(),
                                worker,
                                "has not ended; began at " + JsonText.time(since)));
                return;
            }
            Timing timing = outcome.get().timing();
            if (worker.isPresent()) {
                step("prepared", Optional.of(timing.prepared()), worker, "took or made a cell, and put the files in");
            }
            outcome.get()
                    .build()
                    .ifPresent(build -> step(
                            "built",
                            Optional.of(timing.built()),
                            worker,
                            outcome.get().buildCached() ? "from the cache of this tenant" : measured(build)));
            outcome.get().run().ifPresent(run -> {
                step(
                        "ran",
                        Optional.of(timing.ran()),
                        worker,
                        outcome.get().start().label() + " start; " + measured(run));
                step(
                        "collected",
                        Optional.of(timing.collected()),
                        worker,
                        outcome.get().artifacts().size() + " files brought back");
            });
            execution.finishedAt().ifPresent(end -> at = end);
            step("finished", Optional.empty(), Optional.empty(), outcome.get().explanation());
        }

        private static String measured(StepResult step) {
            return "%.3f ms of CPU in %.3f ms"
                    .formatted(
                            step.report().cpu().toNanos() / 1e6,
                            step.report().wall().toNanos() / 1e6);
        }

        private void step(String name, Optional<Duration> took, Optional<String> by, String detail) {
            json.writeStartObject();
            json.writeStringProperty("name", name);
            json.writeStringProperty("at", JsonText.time(at));
            if (took.isPresent()) {
                JsonText.millis(json, "took_ms", took.get());
                at = at.plus(took.get());
            } else {
                json.writeNullProperty("took_ms");
            }
            if (by.isPresent()) {
                json.writeStringProperty("worker", by.get());
            } else {
                json.writeNullProperty("worker");
            }
            json.writeStringProperty("detail", detail);
            json.writeEndObject();
        }
    }
}
