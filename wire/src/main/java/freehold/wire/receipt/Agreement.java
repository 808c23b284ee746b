package freehold.wire.receipt;

import freehold.execution.Artifact;
import freehold.execution.Execution;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Compares what is recorded of an execution with its receipt, as far as that needs no content. */
public final class Agreement {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String ARTIFACT = "artifacts/";
    private static final List<String> MEMBERS = List.of(
            "execution",
            "tenant",
            "runtime",
            "policy",
            "tier",
            "start",
            "deterministic",
            "build_cached",
            "secrets",
            "steps",
            "retain",
            "verdict",
            "explanation",
            "timing",
            "created_at",
            "started_at",
            "finished_at");

    private Agreement() {}

    /**
     * The first thing that the record says otherwise than the receipt.
     *
     * @param recorded one that has ended; its output is not looked at
     * @param receipt of that execution
     */
    public static Optional<String> breach(Execution recorded, SignedLine receipt) {
        JsonNode statement;
        try {
            statement = MAPPER.readTree(receipt.envelope().payload());
        } catch (JacksonException notJson) {
            return Optional.of("statement");
        }
        JsonNode stated = statement.path("predicate");
        JsonNode expected = MAPPER.readTree(StatementWriter.recorded(recorded).bytes());
        return MEMBERS.stream()
                .filter(name -> !stated.path(name).equals(expected.path(name)))
                .findFirst()
                .or(() ->
                        artifacts(statement).equals(artifacts(recorded)) ? Optional.empty() : Optional.of("artifacts"));
    }

    private static Map<String, String> artifacts(JsonNode statement) {
        Map<String, String> digests = new TreeMap<>();
        for (JsonNode subject : statement.path("subject")) {
            String name = subject.path("name").asString("");
            if (name.startsWith(ARTIFACT)) {
                digests.put(name, subject.at("/digest/sha256").asString(""));
            }
        }
        return digests;
    }

    private static Map<String, String> artifacts(Execution recorded) {
        return recorded.outcome().orElseThrow().artifacts().stream()
                .collect(Collectors.toMap(
                        each -> ARTIFACT + each.path(), Agreement::digest, (one, _) -> one, TreeMap::new));
    }

    private static String digest(Artifact artifact) {
        return artifact.digest().hex();
    }
}
