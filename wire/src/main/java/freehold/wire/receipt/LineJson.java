package freehold.wire.receipt;

import freehold.ledger.Chain;
import freehold.ledger.Kind;
import freehold.ledger.Position;
import freehold.quantity.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lines of the ledger as JSON: one a line of an export, to be verified; or a page of them, to be read. */
public final class LineJson {
    public static final String MEDIA_TYPE = "application/jsonl";
    private static final JsonMapper MAPPER = new JsonMapper();

    private LineJson() {}

    /** One line of an export, without its end. */
    public static byte[] bytes(SignedLine signed) {
        return place(signed).object("envelope", signed.envelope().object()).bytes();
    }

    /** A page to be read: what the documents say, in place of their envelopes. */
    public static byte[] page(List<SignedLine> lines, Optional<Position> next) {
        String cursor = next.map(position -> "\"" + position + "\"").orElse("null");
        return new CanonicalObject()
                .objects(
                        "items",
                        lines.stream()
                                .map(each -> place(each)
                                        .text("key_id", each.envelope().keyId())
                                        .canonical("entry", each.envelope().payload()))
                                .toList())
                .canonical("next", cursor.getBytes(StandardCharsets.US_ASCII))
                .bytes();
    }

    private static CanonicalObject place(SignedLine signed) {
        return new CanonicalObject()
                .text("chain", signed.line().chain().name())
                .whole("position", signed.line().position().number())
                .text("kind", signed.line().kind().label())
                .text("previous", signed.line().previous().hex())
                .text("hash", signed.line().hash().hex());
    }

    /**
     * Reads a line of an export.
     *
     * @throws IllegalArgumentException with a sentence, if it is none
     */
    public static SignedLine parse(String json) {
        try {
            JsonNode root = MAPPER.readTree(json);
            return SignedLine.of(
                    new Chain(root.path("chain").asString("")),
                    new Position(root.path("position").asLong(-1)),
                    Kind.of(root.path("kind").asString(""))
                            .orElseThrow(() -> new IllegalArgumentException("it has no kind")),
                    new Digest(root.path("previous").asString("")),
                    new Digest(root.path("hash").asString("")),
                    Envelope.read(root.path("envelope")));
        } catch (JacksonException notJson) {
            throw new IllegalArgumentException("it is not JSON", notJson);
        }
    }
}
