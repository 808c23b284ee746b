package freehold.control.dialect.gojudge;

import freehold.cell.TerminalSize;
import freehold.control.dialect.PeerJson;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a client of {@code /stream} says, each in one message whose first byte tells what it is; and the messages that it is told. */
sealed interface Frame {
    /** The commands, as of {@code /run}. */
    record Begin(ObjectNode json) implements Frame {}

    /** How large a terminal is from now on. */
    record Resize(int index, int fd, TerminalSize size) implements Frame {}

    /** For the input of a command. */
    @SuppressWarnings("ArrayRecordComponent") // passed on once, compared by nobody
    record Input(int index, int fd, byte[] bytes) implements Frame {}

    /** All commands are to end. */
    record Cancel() implements Frame {}

    /**
     * Understands one message.
     *
     * @throws Fault if it is none of these
     */
    static Frame read(byte[] message) throws Fault {
        if (message.length == 0) {
            throw new Fault("a message is not empty");
        }
        return switch (message[0]) {
            case 1 -> new Begin(json(message));
            case 2 -> resize(json(message));
            case 3 -> {
                if (message.length < 2) {
                    throw new Fault("input says for which descriptor it is");
                }
                yield new Input(
                        (message[1] >> 4) & 0xf, message[1] & 0xf, Arrays.copyOfRange(message, 2, message.length));
            }
            case 4 -> new Cancel();
            default -> throw new Fault("invalid type code: " + Byte.toUnsignedInt(message[0]));
        };
    }

    private static ObjectNode json(byte[] message) throws Fault {
        return PeerJson.object(Arrays.copyOfRange(message, 1, message.length))
                .orElseThrow(() -> new Fault("the message is not a JSON object"));
    }

    private static Resize resize(ObjectNode json) throws Fault {
        long rows = number(json, "rows");
        long columns = number(json, "cols");
        if (!TerminalSize.isSide(rows) || !TerminalSize.isSide(columns)) {
            throw new Fault("rows and cols are 1 to " + TerminalSize.MOST);
        }
        return new Resize(
                (int) Math.min(number(json, "index"), Integer.MAX_VALUE),
                (int) Math.min(number(json, "fd"), Integer.MAX_VALUE),
                new TerminalSize((int) rows, (int) columns));
    }

    /** 0 where it is left out, as the peer's own client does. */
    private static long number(ObjectNode json, String field) throws Fault {
        JsonNode value = json.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return 0;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 0) {
            throw new Fault(field + " is not a number of its kind");
        }
        return value.asLong();
    }

    static byte[] output(int index, int fd, byte[] content) {
        byte[] message = new byte[content.length + 2];
        message[0] = 2;
        message[1] = (byte) ((index << 4) | fd);
        System.arraycopy(content, 0, message, 2, content.length);
        return message;
    }

    static byte[] results(ArrayNode results) {
        ObjectNode json = PeerJson.object().put("requestId", "");
        json.set("results", results);
        return response(json);
    }

    static byte[] refusal(String why) {
        ObjectNode json = PeerJson.object().put("requestId", "");
        json.putNull("results");
        return response(json.put("error", why));
    }

    private static byte[] response(ObjectNode json) {
        byte[] text = PeerJson.bytes(json);
        byte[] message = new byte[text.length + 1];
        message[0] = 1;
        System.arraycopy(text, 0, message, 1, text.length);
        return message;
    }
}
