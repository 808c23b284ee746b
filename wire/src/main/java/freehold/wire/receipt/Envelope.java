package freehold.wire.receipt;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A signed document: a DSSE envelope (v1) with one signature. What it says is believed only after {@link VerifyingKey#signed} said so.
 *
 * @param keyId of the key that is said to have signed; a hint, as DSSE has it
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and not changed by anybody
public record Envelope(String payloadType, byte[] payload, String keyId, byte[] signature) {
    private static final JsonMapper MAPPER = new JsonMapper();

    /** What a signature is made over: type and payload with their lengths, so that neither can pass for the other. */
    public static byte[] signedBytes(String payloadType, byte[] payload) {
        byte[] type = payloadType.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(payload.length + type.length + 32);
        bytes.writeBytes(("DSSEv1 " + type.length + " ").getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(type);
        bytes.writeBytes((" " + payload.length + " ").getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(payload);
        return bytes.toByteArray();
    }

    byte[] signedBytes() {
        return signedBytes(payloadType, payload);
    }

    public byte[] json() {
        return object().bytes();
    }

    CanonicalObject object() {
        Base64.Encoder base64 = Base64.getEncoder();
        return new CanonicalObject()
                .text("payloadType", payloadType)
                .text("payload", base64.encodeToString(payload))
                .objects(
                        "signatures",
                        List.of(new CanonicalObject()
                                .text("keyid", keyId)
                                .text("sig", base64.encodeToString(signature))));
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException with a sentence, if it is none
     */
    public static Envelope parse(byte[] json) {
        try {
            return read(MAPPER.readTree(json));
        } catch (JacksonException notJson) {
            throw new IllegalArgumentException("it is not JSON", notJson);
        }
    }

    static Envelope read(JsonNode root) {
        JsonNode signatures = root.path("signatures");
        if (!root.path("payload").isString()
                || !root.path("payloadType").isString()
                || !signatures.isArray()
                || signatures.size() != 1
                || !signatures.get(0).path("sig").isString()) {
            throw new IllegalArgumentException("it is not a DSSE envelope with one signature");
        }
        try {
            Base64.Decoder base64 = Base64.getDecoder();
            return new Envelope(
                    root.path("payloadType").asString(),
                    base64.decode(root.path("payload").asString()),
                    signatures.get(0).path("keyid").asString(""),
                    base64.decode(signatures.get(0).path("sig").asString()));
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalArgumentException("its payload or signature is not base64", notBase64);
        }
    }
}
