package freehold.wire.api;

import freehold.cell.Limit;
import freehold.policy.Budget;
import freehold.policy.Condition;
import freehold.policy.Determinism;
import freehold.policy.Policy;
import freehold.policy.Retention;
import freehold.policy.RuntimePattern;
import freehold.policy.Span;
import freehold.policy.StepRules;
import freehold.secret.SecretPattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes a policy in its canonical form: one order of the fields, numbers in wire units, no white space, and what is decided said out. */
final class PolicyWriter {
    private PolicyWriter() {}

    static byte[] canonical(Policy policy) {
        return JsonText.of(json -> write(json, policy));
    }

    private static void write(JsonGenerator json, Policy policy) {
        json.writeStartObject();
        if (!policy.description().isEmpty()) {
            json.writeStringProperty("description", policy.description());
        }
        if (!policy.runtimes().isEmpty()) {
            json.writeArrayPropertyStart("runtimes");
            policy.runtimes().stream().map(RuntimePattern::text).forEach(json::writeString);
            json.writeEndArray();
        }
        stepRules(json, "limits", policy.limits());
        stepRules(json, "build_limits", policy.buildLimits());
        json.writeStringProperty("tier", policy.tier().label());
        json.writeStringProperty("network", "deny");
        retention(json, policy.retention());
        json.writeBooleanProperty("deterministic_only", policy.determinism() == Determinism.REQUIRED);
        json.writeStringProperty("callbacks", policy.callbacks().label());
        policy.quotas().concurrency().ifPresent(most -> json.writeNumberProperty("concurrency", most));
        policy.quotas().rate().ifPresent(rate -> {
            json.writeObjectPropertyStart("rate");
            json.writeNumberProperty("executions", rate.executions());
            json.writeStringProperty("per", rate.per().label());
            json.writeEndObject();
        });
        budgets(json, policy);
        if (!policy.secrets().isEmpty()) {
            json.writeArrayPropertyStart("secrets");
            policy.secrets().stream().map(SecretPattern::text).forEach(json::writeString);
            json.writeEndArray();
        }
        conditions(json, policy);
        json.writeEndObject();
    }

    private static void stepRules(JsonGenerator json, String name, StepRules rules) {
        if (rules.isNone()) {
            return;
        }
        json.writeObjectPropertyStart(name);
        for (Limit limit : Limit.values()) {
            Long otherwise = rules.defaults().get(limit);
            Long ceiling = rules.ceilings().get(limit);
            if (otherwise != null || ceiling != null) {
                json.writeObjectPropertyStart(limit.label());
                number(json, "default", otherwise);
                number(json, "ceiling", ceiling);
                json.writeEndObject();
            }
        }
        json.writeEndObject();
    }

    /** One word where that says it, as in all documents that are older than any other value. */
    private static void retention(JsonGenerator json, Retention retention) {
        if (retention.otherwise() == retention.ceiling()) {
            json.writeStringProperty("retain", retention.ceiling().label());
            return;
        }
        json.writeObjectPropertyStart("retain");
        json.writeStringProperty("default", retention.otherwise().label());
        json.writeStringProperty("ceiling", retention.ceiling().label());
        json.writeEndObject();
    }

    private static void budgets(JsonGenerator json, Policy policy) {
        if (policy.quotas().budgets().isEmpty()) {
            return;
        }
        json.writeObjectPropertyStart("budgets");
        for (Span span : Span.values()) {
            Budget budget = policy.quotas().budgets().get(span);
            if (budget != null) {
                json.writeObjectPropertyStart(span.label());
                number(json, "cpu_seconds", budget.cpuSeconds().orElse(null));
                number(json, "memory_gib_seconds", budget.memoryGibSeconds().orElse(null));
                json.writeEndObject();
            }
        }
        json.writeEndObject();
    }

    private static void conditions(JsonGenerator json, Policy policy) {
        if (policy.conditions().isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart("conditions");
        for (Condition condition : policy.conditions()) {
            json.writeStartObject();
            json.writeStringProperty("name", condition.name());
            json.writeStringProperty("require", condition.require());
            json.writeStringProperty("message", condition.message());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void number(JsonGenerator json, String name, @Nullable Long value) {
        if (value != null) {
            json.writeNumberProperty(name, value);
        }
    }
}
