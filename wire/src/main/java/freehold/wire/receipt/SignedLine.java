package freehold.wire.receipt;

import freehold.execution.ExecutionId;
import freehold.execution.WorkerIdentity;
import freehold.ledger.Breach;
import freehold.ledger.Chain;
import freehold.ledger.Head;
import freehold.ledger.Kind;
import freehold.ledger.Line;
import freehold.ledger.Position;
import freehold.quantity.Digest;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A line of the ledger with what it says. */
public record SignedLine(Line line, Envelope envelope) {
    private static final JsonMapper MAPPER = new JsonMapper();

    /**
     * That a key signs from then on.
     *
     * @param at as the line writes it
     */
    public record Introduction(String keyId, String at) {
        public static final String ACTION = "receipt_key.introduced";

        public boolean isAt(Instant moment) {
            return StatementWriter.time(moment).equals(at);
        }
    }

    public SignedLine {
        if (!line.document().equals(Digest.of(envelope.payload()))) {
            throw new IllegalArgumentException("not the document of " + line);
        }
    }

    /** As it is stored or exported: whether it is as it was written, {@link #breach} tells. */
    public static SignedLine of(
            Chain chain, Position position, Kind kind, Digest previous, Digest hash, Envelope envelope) {
        return new SignedLine(new Line(chain, position, kind, previous, Digest.of(envelope.payload()), hash), envelope);
    }

    /** The execution of a receipt; empty for an act, or if the payload is not what we write. */
    public Optional<ExecutionId> execution() {
        return payload()
                .map(root -> root.path("predicate").path("execution").asString(""))
                .filter(ExecutionId::isOne)
                .map(ExecutionId::new);
    }

    /** Who carried out the execution of a receipt; empty where nobody did. */
    public Optional<WorkerIdentity> worker() {
        return payload()
                .map(root -> root.path("predicate").path("worker"))
                .filter(JsonNode::isObject)
                .map(worker -> new WorkerIdentity(
                        worker.path("id").asString(""),
                        worker.path("kernel").asString(""),
                        worker.path("processor").asString("")));
    }

    /** The key that it introduces; empty if it introduces none. */
    public Optional<Introduction> introduction() {
        if (line.kind() != Kind.ACT || !line.chain().equals(Chain.SERVER)) {
            return Optional.empty();
        }
        return payload()
                .filter(root -> root.path("action").asString("").equals(Introduction.ACTION))
                .map(root -> new Introduction(
                        root.path("object").asString(""), root.path("at").asString("")));
    }

    /** What is wrong with it as the next line, without looking at the signature; empty if nothing is. */
    public Optional<Breach> breach(Head expected) {
        Optional<Breach> breach = line.breach(expected);
        if (breach.isPresent()) {
            return breach;
        }
        return saysItsPlace()
                ? Optional.empty()
                : Optional.of(new Breach(line.chain(), line.position(), "its document was signed for another place"));
    }

    private boolean saysItsPlace() {
        String type = line.kind() == Kind.RECEIPT ? StatementWriter.PAYLOAD_TYPE : ActWriter.PAYLOAD_TYPE;
        JsonNode root = payload().orElseGet(MAPPER::createObjectNode);
        JsonNode chain = (line.kind() == Kind.RECEIPT ? root.path("predicate") : root).path("chain");
        return envelope.payloadType().equals(type)
                && chain.path("name").asString("").equals(line.chain().name())
                && chain.path("position").asLong(-1) == line.position().number()
                && chain.path("previous")
                        .path("sha256")
                        .asString("")
                        .equals(line.previous().hex());
    }

    private Optional<JsonNode> payload() {
        try {
            return Optional.of(MAPPER.readTree(envelope.payload()));
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }
}
