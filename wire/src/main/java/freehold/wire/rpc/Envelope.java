package freehold.wire.rpc;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a message is, without what it says: a program in it may be large. Values that may be texts or numbers are kept as JSON.
 *
 * @param kind whether it is one at all
 * @param id by which the answer will be known; a notification has none
 * @param progressToken by which the client wants to hear how it goes on
 * @param cancels the request that is taken back
 * @param name of what is asked for, as a text
 */
public record Envelope(
        Kind kind,
        String method,
        Optional<String> id,
        Optional<String> progressToken,
        Optional<String> cancels,
        Optional<String> name) {
    private static final JsonMapper JSON = new JsonMapper();

    /** What bytes can be. */
    public enum Kind {
        /** One of JSON-RPC 2.0. */
        MESSAGE,
        /** JSON, and no such message; or several. */
        NO_MESSAGE,
        NOT_JSON
    }

    private static Envelope unreadable(Kind kind) {
        return new Envelope(kind, "", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** What is no message has no method; whoever answers it finds out why. */
    public static Envelope read(byte[] body) {
        try (JsonParser json = JSON.createParser(body)) {
            return json.nextToken() == JsonToken.START_OBJECT ? new Reading(json).read() : unreadable(Kind.NO_MESSAGE);
        } catch (JacksonException notJson) {
            return unreadable(Kind.NOT_JSON);
        }
    }

    /** The answer that there is none, for a message that waits for one. */
    public Optional<String> failure(int code, String message) {
        return id.map(_ -> refusal(code, message));
    }

    /** The same for whoever asked, also where nobody can tell which message it was. */
    public String refusal(int code, String message) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id.orElse("null") + ",\"error\":{\"code\":" + code + ",\"message\":"
                + JSON.writeValueAsString(message) + "}}";
    }

    /** Whether this is a message that waits for an answer. */
    public boolean isRequest() {
        return !method.isEmpty() && id.isPresent();
    }

    /** One reading, from the start of the object. */
    private static final class Reading {
        private final JsonParser json;
        private boolean isMessage;
        private String method = "";
        private Optional<String> id = Optional.empty();
        private Optional<String> progressToken = Optional.empty();
        private Optional<String> cancels = Optional.empty();
        private Optional<String> asked = Optional.empty();

        Reading(JsonParser json) {
            this.json = json;
        }

        Envelope read() {
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                switch (name) {
                    case "jsonrpc" -> {
                        isMessage = value == JsonToken.VALUE_STRING
                                && json.getString().equals("2.0");
                        json.skipChildren();
                    }
                    case "method" -> method = value == JsonToken.VALUE_STRING ? json.getString() : "";
                    case "id" -> id = scalar(value);
                    case "params" -> params(value);
                    default -> json.skipChildren();
                }
            }
            return new Envelope(isMessage ? Kind.MESSAGE : Kind.NO_MESSAGE, method, id, progressToken, cancels, asked);
        }

        private void params(JsonToken start) {
            while (start == JsonToken.START_OBJECT && json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                switch (name) {
                    case "requestId" -> cancels = scalar(value);
                    case "name" -> {
                        asked = value == JsonToken.VALUE_STRING ? Optional.of(json.getString()) : Optional.empty();
                        json.skipChildren();
                    }
                    case "_meta" -> meta(value);
                    default -> json.skipChildren();
                }
            }
        }

        private void meta(JsonToken start) {
            while (start == JsonToken.START_OBJECT && json.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean isToken = json.currentName().equals("progressToken");
                JsonToken value = json.nextToken();
                if (isToken) {
                    progressToken = scalar(value);
                } else {
                    json.skipChildren();
                }
            }
        }

        private Optional<String> scalar(JsonToken value) {
            return switch (value) {
                case VALUE_STRING -> Optional.of(JSON.writeValueAsString(json.getString()));
                case VALUE_NUMBER_INT -> Optional.of(json.getString());
                default -> {
                    json.skipChildren();
                    yield Optional.empty();
                }
            };
        }
    }
}
