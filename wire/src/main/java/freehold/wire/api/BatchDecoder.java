package freehold.wire.api;

import freehold.execution.Request;
import freehold.refusal.Refusal;
import freehold.refusal.Within;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Turns the body of {@code POST /v1/batches} into requests. The text of each is cut out first and then read as if it had come alone, so
 * that it is kept and run again in no other way than one that did.
 */
public final class BatchDecoder {
    public static final int EXECUTIONS_MAX = 1_000;
    private static final String EXECUTIONS = "#/executions";

    private final StoredContent stored;
    private final Faults faults = new Faults();
    private final List<String> texts = new ArrayList<>();
    private Map<String, String> labels = Map.of();
    private boolean given;

    private BatchDecoder(StoredContent stored) {
        this.stored = stored;
    }

    /** What a body turned out to be. */
    public sealed interface Batch {
        record Understood(List<Item> items) implements Batch {
            public Understood {
                items = List.copyOf(items);
            }
        }

        record Declined(Refusal refusal) implements Batch {}
    }

    /**
     * One request of a batch.
     *
     * @param body what it was read from
     */
    @SuppressWarnings("ArrayRecordComponent") // passed on once, compared by nobody
    public record Item(Request request, byte[] body) {}

    /** Reads one body: an object with 1 to 1,000 executions, and labels that each of them gets unless it has another of that name. */
    public static Batch decode(byte[] body, StoredContent stored) {
        BatchDecoder decoder = new BatchDecoder(stored);
        return decoder.split(body).<Batch>map(Batch.Declined::new).orElseGet(decoder::items);
    }

    private Optional<Refusal> split(byte[] body) {
        try {
            CharBuffer text = StrictJson.characters(body);
            try (JsonParser parser = StrictJson.parser(text)) {
                if (parser.nextToken() == null) {
                    return Optional.of(RequestDecoder.malformed("#", "The body is empty; send a JSON object."));
                }
                JsonCursor cursor = new JsonCursor(parser, faults);
                cursor.object(name -> {
                    switch (name) {
                        case "executions" -> {
                            given = true;
                            cursor.array(() -> cut(text, parser, cursor));
                        }
                        case "labels" -> labels = cursor.textsByName();
                        default -> cursor.unknown("executions", "labels");
                    }
                });
                if (parser.nextToken() != null) {
                    return Optional.of(RequestDecoder.malformed("#", "Something follows the JSON object."));
                }
            }
        } catch (CharacterCodingException notUtf8) {
            return Optional.of(RequestDecoder.malformed("#", "The body is not valid UTF-8."));
        } catch (JacksonException notJson) {
            return Optional.of(RequestDecoder.malformed(notJson));
        }
        if (faults.worst().isEmpty() && (!given || texts.isEmpty())) {
            faults.invalid(EXECUTIONS, "is required, with at least one execution");
        }
        return faults.worst();
    }

    private void cut(CharBuffer text, JsonParser parser, JsonCursor cursor) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            cursor.object(_ -> {}); // says what it is instead
            return;
        }
        long from = parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        long to = parser.currentLocation().getCharOffset();
        if (texts.size() == EXECUTIONS_MAX) {
            faults.invalid(EXECUTIONS, "has at most 1,000 executions");
        } else {
            texts.add(text.subSequence((int) from, (int) to).toString());
        }
    }

    private Batch items() {
        List<Item> items = new ArrayList<>();
        for (String text : texts) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            switch (RequestDecoder.decode(body, stored)) {
                case Decoded.Understood(Request request) -> items.add(new Item(labelled(request), body));
                case Decoded.Declined(Refusal refusal) -> {
                    return new Batch.Declined(new Within(place(items.size()), refusal));
                }
            }
        }
        return new Batch.Understood(items);
    }

    /** Where in a batch an execution stands. */
    public static String place(int index) {
        return EXECUTIONS + "/" + index;
    }

    private Request labelled(Request request) {
        Map<String, String> all = new HashMap<>(labels);
        all.putAll(request.labels());
        return request.withLabels(all);
    }
}
