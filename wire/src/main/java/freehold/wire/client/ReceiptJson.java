package freehold.wire.client;

import freehold.quantity.Digest;
import freehold.text.Printable;
import freehold.wire.receipt.Envelope;
import freehold.wire.receipt.StatementWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a receipt states, for people. Whether to believe it is not said here.
 *
 * @param sentences one a line
 * @param outputs digests of what the execution wrote and brought back, by their names
 */
public record ReceiptJson(List<String> sentences, Map<String, Digest> outputs) {
    private static final JsonMapper MAPPER = new JsonMapper();

    public ReceiptJson {
        sentences = List.copyOf(sentences);
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException with the end of a sentence, if it is no receipt of ours
     */
    public static ReceiptJson read(Envelope envelope) {
        try {
            JsonNode root = MAPPER.readTree(envelope.payload());
            if (!envelope.payloadType().equals(StatementWriter.PAYLOAD_TYPE)
                    || !root.path("_type").asString("").equals(StatementWriter.STATEMENT_TYPE)
                    || !root.path("predicateType").asString("").equals(StatementWriter.PREDICATE_TYPE)) {
                throw new IllegalArgumentException("is no receipt of version 1: its types are others");
            }
            Map<String, Digest> outputs = new LinkedHashMap<>();
            for (JsonNode subject : root.path("subject")) {
                outputs.put(
                        subject.path("name").asString(""),
                        new Digest(subject.path("digest").path("sha256").asString("")));
            }
            return new ReceiptJson(sentences(root.path("predicate")), outputs);
        } catch (JacksonException notJson) {
            throw new IllegalArgumentException("is no receipt: it is not JSON", notJson);
        }
    }

    private static List<String> sentences(JsonNode predicate) {
        List<String> sentences = new ArrayList<>();
        JsonNode runtime = predicate.path("runtime");
        JsonNode chain = predicate.path("chain");
        sentences.add(text(predicate, "execution") + " of " + text(predicate, "tenant") + ", "
                + text(runtime, "name") + " " + text(runtime, "version") + " (sha256:"
                + text(runtime.path("digest"), "sha256") + ")");
        sentences.add(text(predicate, "verdict") + ": " + text(predicate, "explanation"));
        sentences.add("ended " + text(predicate, "finished_at") + ", tier " + text(predicate, "tier") + ", "
                + text(predicate, "start") + " start");
        if (predicate.path("worker").isObject()) {
            JsonNode worker = predicate.path("worker");
            sentences.add("on " + text(worker, "id") + ": Linux " + text(worker, "kernel") + ", "
                    + text(worker, "processor"));
        }
        sentences.add("line " + chain.path("position").asLong(-1) + " of the chain " + text(chain, "name"));
        return sentences;
    }

    /** What is shown may come from a server that lies. */
    private static String text(JsonNode node, String name) {
        return Printable.of(node.path(name).asString("?"));
    }
}
