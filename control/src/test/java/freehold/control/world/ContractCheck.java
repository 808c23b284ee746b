package freehold.control.world;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import freehold.wire.api.ContractDocument;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Holds every answer against the OpenAPI document: its status, its media type, its body. */
public final class ContractCheck {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JsonNode CONTRACT = JSON.readTree(ContractDocument.json());
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Map<JsonNode, Schema> SCHEMAS = new ConcurrentHashMap<>();

    private ContractCheck() {}

    /** Fails with the reason if the contract does not have this answer. */
    public static void check(String method, String path, HttpResponse<?> response, String body) {
        String type = response.headers().firstValue("Content-Type").orElse("");
        if (response.statusCode() >= 400) {
            require(type.equals("application/problem+json"), "an error of type " + type);
            if (!method.equals("HEAD")) {
                valid(CONTRACT.at("/components/schemas/Problem"), body);
                require(
                        JSON.readTree(body).path("status").asInt() == response.statusCode(),
                        "status in the document is another");
            }
            return;
        }
        JsonNode answers = answers(method, path);
        JsonNode answer = resolved(answers.path(Integer.toString(response.statusCode())));
        require(!answer.isMissingNode(), method + " " + path + " has no status " + response.statusCode());
        JsonNode json = answer.path("content").path("application/json").path("schema");
        if (!json.isMissingNode() && type.equals("application/json") && !method.equals("HEAD")) {
            valid(json, body);
        }
    }

    private static JsonNode answers(String method, String path) {
        String plain = path.replaceFirst("\\?.*", "");
        for (Map.Entry<String, JsonNode> each : CONTRACT.path("paths").properties()) {
            String pattern = each.getKey().replace("{path}", ".+").replaceAll("\\{[^}]+}", "[^/]+");
            JsonNode operation = each.getValue().path(method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT));
            JsonNode head = each.getValue().path(method.toLowerCase(Locale.ROOT));
            if (plain.matches(pattern)) {
                return (head.isMissingNode() ? operation : head).path("responses");
            }
        }
        throw new AssertionError("the contract has no path " + path);
    }

    private static JsonNode resolved(JsonNode node) {
        JsonNode reference = node.path("$ref");
        return reference.isString() ? CONTRACT.at(reference.stringValue().substring(1)) : node;
    }

    private static void valid(JsonNode schema, String body) {
        List<Error> errors =
                SCHEMAS.computeIfAbsent(schema, ContractCheck::compiled).validate(body, InputFormat.JSON);
        require(errors.isEmpty(), errors + " in " + body);
    }

    private static Schema compiled(JsonNode schema) {
        ObjectNode whole = (ObjectNode) schema.deepCopy();
        whole.set("components", CONTRACT.path("components"));
        return REGISTRY.getSchema(whole);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError("not as the contract has it: " + otherwise);
        }
    }
}
