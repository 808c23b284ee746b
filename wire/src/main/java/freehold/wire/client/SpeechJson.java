package freehold.wire.client;

import freehold.cell.Signal;
import freehold.cell.TerminalSize;
import freehold.wire.link.Speech;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes what is said to a program as {@code GET /v1/executions/{id}/attach} takes it. */
public final class SpeechJson {
    private static final JsonMapper MAPPER = new JsonMapper();

    private SpeechJson() {}

    public static String of(Speech speech) {
        ObjectNode json = MAPPER.createObjectNode();
        switch (speech) {
            case Speech.Input(byte[] bytes) -> input(json, bytes);
            case Speech.InputEnd() -> json.put("eof", true);
            case Speech.Signalled(Signal signal) -> json.put("signal", signal.name());
            case Speech.Resized(TerminalSize(int rows, int columns)) ->
                json.putObject("resize").put("rows", rows).put("columns", columns);
        }
        return MAPPER.writeValueAsString(json);
    }

    /** As text where it is one, also for people who look on. */
    private static void input(ObjectNode json, byte[] bytes) {
        try {
            json.put(
                    "stdin",
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString());
        } catch (CharacterCodingException _) {
            json.put("stdin_base64", Base64.getEncoder().encodeToString(bytes));
        }
    }
}
