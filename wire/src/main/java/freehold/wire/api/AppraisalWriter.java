package freehold.wire.api;

import freehold.cell.Limit;
import freehold.cell.Tier;
import freehold.execution.ExecutionId;
import freehold.policy.Grant;
import freehold.policy.Origin;
import freehold.policy.PolicyIdentity;
import freehold.policy.Span;
import freehold.policy.Use;
import freehold.runtime.RuntimeIdentity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** Writes what a request would get, and who decided. */
public final class AppraisalWriter {
    private AppraisalWriter() {}

    /**
     * What a request would get.
     *
     * @param refused empty if it would be granted
     * @param terms as far as there is a runtime that it could have
     */
    public record Judged(Optional<PolicyIdentity> policy, Optional<Refused> refused, Optional<Terms> terms) {}

    /**
     * Why it would be refused.
     *
     * @param rule a pointer into the policy's document if that is the policy's, else into the request
     */
    public record Refused(Origin by, String rule, String slug, int status, String detail) {}

    /** What an execution would have. */
    public record Terms(
            RuntimeIdentity runtime,
            Tier tier,
            Origin tierFrom,
            Map<Limit, Grant> run,
            Optional<Map<Limit, Grant>> build) {}

    /**
     * What the tenant has of executions at this time.
     *
     * @param shared whether other controls count their own executions and rates, which are not in it
     */
    public record Account(int living, boolean shared, Map<Span, Use> used) {}

    /** One recorded request for which a policy would make a difference. */
    public record Difference(ExecutionId execution, Judged before, Judged after) {}

    /** An explanation. */
    public static byte[] explanation(Judged judged, Account account) {
        return JsonText.of(json -> {
            json.writeStartObject();
            fields(json, judged);
            json.writeObjectPropertyStart("account");
            json.writeNumberProperty("living", account.living());
            json.writeStringProperty("counted_by", account.shared() ? "control" : "server");
            for (Span span : Span.values()) {
                Use use = account.used().getOrDefault(span, Use.NONE);
                json.writeObjectPropertyStart(span.label());
                json.writeNumberProperty("cpu_seconds", use.cpuSeconds());
                json.writeNumberProperty("memory_gib_seconds", use.memoryGibSeconds());
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    /** What came of trying a policy against requests of the past. */
    public static byte[] trial(int tried, int unreadable, List<Difference> differences) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeNumberProperty("tried", tried);
            json.writeNumberProperty("unreadable", unreadable);
            json.writeNumberProperty("changed", differences.size());
            json.writeArrayPropertyStart("changes");
            for (Difference each : differences) {
                json.writeStartObject();
                json.writeStringProperty("execution", each.execution().value());
                json.writeObjectPropertyStart("before");
                fields(json, each.before());
                json.writeEndObject();
                json.writeObjectPropertyStart("after");
                fields(json, each.after());
                json.writeEndObject();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void fields(JsonGenerator json, Judged judged) {
        json.writeBooleanProperty("granted", judged.refused().isEmpty());
        ExecutionWriter.policy(json, judged.policy());
        if (judged.refused().isPresent()) {
            Refused refused = judged.refused().get();
            json.writeObjectPropertyStart("refused");
            json.writeStringProperty("by", refused.by().label());
            json.writeStringProperty("rule", refused.rule());
            json.writeStringProperty("type", "/errors/" + refused.slug());
            json.writeNumberProperty("status", refused.status());
            json.writeStringProperty("detail", refused.detail());
            json.writeEndObject();
        } else {
            json.writeNullProperty("refused");
        }
        if (judged.terms().isEmpty()) {
            json.writeNullProperty("runtime");
            json.writeNullProperty("tier");
            json.writeNullProperty("limits");
            json.writeNullProperty("build_limits");
            return;
        }
        Terms terms = judged.terms().get();
        ExecutionWriter.runtime(json, terms.runtime());
        json.writeObjectPropertyStart("tier");
        json.writeStringProperty("value", terms.tier().label());
        json.writeStringProperty("from", terms.tierFrom().label());
        json.writeEndObject();
        grants(json, "limits", terms.run());
        if (terms.build().isPresent()) {
            grants(json, "build_limits", terms.build().get());
        } else {
            json.writeNullProperty("build_limits");
        }
    }

    private static void grants(JsonGenerator json, String name, Map<Limit, Grant> grants) {
        json.writeObjectPropertyStart(name);
        for (Limit limit : Limit.values()) {
            Grant grant = grants.get(limit);
            if (grant != null) {
                json.writeObjectPropertyStart(limit.label());
                json.writeNumberProperty("value", grant.value());
                json.writeStringProperty("from", grant.from().label());
                json.writeNumberProperty("ceiling", grant.ceiling());
                json.writeStringProperty("ceiling_from", grant.ceilingFrom().label());
                json.writeEndObject();
            }
        }
        json.writeEndObject();
    }
}
