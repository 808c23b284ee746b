package freehold.wire.api;

import freehold.ledger.Chain;
import freehold.ledger.Head;
import java.util.List;
import java.util.Optional;

/** Writes what was found of a part of a chain. */
public final class VerificationWriter {
    private static final int FINDING_MOST = 1000;

    private VerificationWriter() {}

    /**
     * One part.
     *
     * @param findings some of what they quote is what somebody wrote into the record
     * @param whole whether the chain ends where the part ends
     * @param next where to go on, in this chain or another
     */
    public record Part(
            Chain chain, long lines, List<String> findings, Head reached, boolean whole, Optional<String> next) {
        public Part {
            findings = List.copyOf(findings);
        }
    }

    public static byte[] part(Part part) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeStringProperty("chain", part.chain().name());
            json.writeNumberProperty("lines", part.lines());
            json.writeArrayPropertyStart("findings");
            for (String finding : part.findings()) {
                json.writeString(finding.length() <= FINDING_MOST ? finding : finding.substring(0, FINDING_MOST) + "…");
            }
            json.writeEndArray();
            json.writeObjectPropertyStart("reached");
            json.writeNumberProperty("next_position", part.reached().next().number());
            json.writeStringProperty("hash", part.reached().last().hex());
            json.writeEndObject();
            json.writeBooleanProperty("whole", part.whole());
            if (part.next().isPresent()) {
                json.writeStringProperty("next", part.next().get());
            } else {
                json.writeNullProperty("next");
            }
            json.writeEndObject();
        });
    }
}
