package freehold.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** This package and the server's OpenAPI document say the same. */
class ContractTest {
    private static final Set<String> CALLED = Set.of(
            "submitExecution",
            "listExecutions",
            "getExecution",
            "eraseExecution",
            "followExecution",
            "cancelExecution",
            "attachToExecution",
            "getReceipt",
            "putSecret",
            "listSecrets",
            "deleteSecret",
            "getArtifact",
            "submitBatch",
            "getBatch",
            "hasBlob",
            "putBlob",
            "listRuntimes",
            "getRuntime");
    /** Operations that this package does not have, so that a new one is noticed and decided about. */
    private static final Set<String> LEFT_OUT = Set.of(
            "listCallbacks",
            "getCallbackSecret",
            "getCallback",
            "redeliverCallback",
            "getTimeline",
            "replayExecution",
            "getUsage",
            "readAudit",
            "verifyAudit",
            "getReceiptKeys");

    private static JsonNode contract;

    @BeforeAll
    static void read() throws IOException {
        try (var in = URI.create(World.SERVER + "/v1/openapi.json").toURL().openStream()) {
            contract = new JsonMapper().readTree(in);
        }
    }

    @Test
    void lists_of_words_are_the_contracts() {
        Map<Class<? extends Enum<?>>, JsonNode> lists = Map.of(
                State.class, schema("State"),
                Verdict.class, schema("Verdict"),
                Slug.class, schema("Slug"),
                Tier.class, schema("Execution", "tier"),
                Start.class, schema("Execution", "start"),
                Signal.class, schema("Speech", "signal"),
                Retain.class, schema("ExecutionRequest", "retain"),
                StreamName.class, schema("Step", "truncated", "*"),
                Origin.class, schema("Runtime", "versions", "*", "origin"));

        lists.forEach((words, schema) -> assertThat(Arrays.stream(words.getEnumConstants())
                        .map(ContractTest::word)
                        .toList())
                .as(words.getSimpleName())
                .isEqualTo(texts(schema.path("enum"))));
    }

    @Test
    void what_is_read_has_the_fields_of_the_contract_and_their_absence() {
        Map<Class<? extends Record>, JsonNode> records = Map.ofEntries(
                Map.entry(Execution.class, schema("Execution")),
                Map.entry(Execution.RuntimeUsed.class, schema("Execution", "runtime")),
                Map.entry(EffectiveLimits.class, schema("EffectiveLimits")),
                Map.entry(Execution.PolicyVersion.class, schema("PolicyVersion")),
                Map.entry(Execution.Evidence.class, schema("Execution", "evidence")),
                Map.entry(Execution.Timing.class, schema("Execution", "timing")),
                Map.entry(Execution.SecretVersion.class, schema("Execution", "secrets", "*")),
                Map.entry(Secret.class, schema("Secret")),
                Map.entry(Execution.Page.class, schema("ExecutionPage")),
                Map.entry(Step.class, schema("Step")),
                Map.entry(Step.Usage.class, schema("Step", "usage")),
                Map.entry(Artifact.class, schema("Artifact")),
                Map.entry(Batch.class, schema("Batch")),
                Map.entry(Runtime.class, schema("Runtime")),
                Map.entry(Runtime.Version.class, schema("Runtime", "versions", "*")),
                Map.entry(Runtime.Steps.class, schema("Runtime", "steps")),
                Map.entry(Runtime.StepPlan.class, schema("RuntimeStep")),
                Map.entry(ApiException.FieldError.class, schema("Problem", "errors", "*")),
                Map.entry(ApiException.Problem.class, schema("Problem")));

        records.forEach((kind, schema) -> {
            assertThat(names(kind)).as(kind.getSimpleName()).isEqualTo(names(schema));
            Set<String> required = new HashSet<>(texts(schema.path("required")));
            for (RecordComponent component : kind.getRecordComponents()) {
                String name = snake(component);
                boolean mayLack = !required.contains(name)
                        || allowsNull(schema.path("properties").path(name));
                boolean isList = component.getType() == List.class; // absent is the same as empty
                assertThat(component.getType() == Optional.class)
                        .as(kind.getSimpleName() + "." + name)
                        .isEqualTo(mayLack && !isList);
            }
        });
    }

    @Test
    void what_is_written_has_the_fields_of_the_contract() {
        Map<Class<? extends Record>, JsonNode> records = Map.of(
                ExecutionRequest.class, schema("ExecutionRequest"),
                Limits.class, schema("Limits"),
                SourceFile.class, schema("File"),
                ExecutionRequest.Build.class, schema("ExecutionRequest", "build"),
                ExecutionRequest.SecretUse.class, schema("ExecutionRequest", "secrets", "*"),
                ExecutionRequest.Terminal.class, schema("TerminalSize"),
                ExecutionRequest.Network.class, schema("ExecutionRequest", "network"),
                ExecutionRequest.Callback.class, schema("ExecutionRequest", "callback"),
                ExecutionRequest.Command.class, schema("ExecutionRequest", "command"));

        records.forEach((kind, schema) ->
                assertThat(names(kind)).as(kind.getSimpleName()).isEqualTo(names(schema)));
    }

    @Test
    void every_operation_is_called_or_left_out_by_name() {
        Set<String> ours = Set.of("executions", "content", "evidence", "runtimes", "secrets");
        Set<String> offered = contract.path("paths").values().stream()
                .flatMap(item -> item.values().stream())
                .filter(operation -> texts(operation.path("tags")).stream().anyMatch(ours::contains))
                .map(operation -> operation.path("operationId").asString())
                .collect(Collectors.toSet());

        assertThat(offered)
                .isEqualTo(Stream.of(CALLED, LEFT_OUT).flatMap(Set::stream).collect(Collectors.toSet()));
    }

    private static String word(Enum<?> constant) {
        return constant instanceof Slug slug ? slug.word() : Json.MAPPER.convertValue(constant, String.class);
    }

    private static JsonNode schema(String name, String... way) {
        JsonNode found = resolved(contract.at("/components/schemas/" + name));
        for (String step : way) {
            found = resolved(
                    step.equals("*")
                            ? found.path("items")
                            : found.path("properties").path(step));
        }
        assertThat(found.isObject()).as(name + " " + List.of(way)).isTrue();
        return found;
    }

    private static JsonNode resolved(JsonNode schema) {
        if (schema.has("$ref")) {
            return resolved(contract.at(schema.path("$ref").asString().substring(1)));
        }
        if (schema.has("allOf")) {
            var merged = resolved(schema.path("allOf").path(0)).deepCopy().asObject();
            return merged.set("required", schema.path("required"));
        }
        return schema.path("oneOf").values().stream()
                .filter(each -> each.has("$ref"))
                .findFirst()
                .map(ContractTest::resolved)
                .orElse(schema);
    }

    private static boolean allowsNull(JsonNode schema) {
        JsonNode type = schema.path("type");
        return type.asString("").equals("null")
                || texts(type).contains("null")
                || schema.path("oneOf").values().stream().anyMatch(ContractTest::allowsNull);
    }

    private static List<String> texts(JsonNode array) {
        return array.values().stream().map(JsonNode::asString).toList();
    }

    private static Set<String> names(JsonNode schema) {
        return new TreeSet<>(schema.path("properties").propertyNames());
    }

    private static Set<String> names(Class<? extends Record> kind) {
        return Arrays.stream(kind.getRecordComponents())
                .map(ContractTest::snake)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String snake(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
