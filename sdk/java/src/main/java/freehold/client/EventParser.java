package freehold.client;

import freehold.client.FreeholdException.UnexpectedAnswer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Server-sent events (HTML Standard, section 9.2) with ids that are positions. An event without one is passed over. */
final class EventParser {
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final List<String> lines = new ArrayList<>();
    private String name = "";
    private String id = "";

    private record StateData(State state) {
        StateData {
            Objects.requireNonNull(state, "state");
        }
    }

    private record OutputData(StepName step, long offset, Optional<String> text, Optional<byte[]> base64) {
        OutputData {
            Objects.requireNonNull(step, "step");
            text = Objects.requireNonNullElse(text, Optional.empty());
            base64 = Objects.requireNonNullElse(base64, Optional.empty());
        }
    }

    List<Event> feed(byte[] chunk) {
        List<Event> events = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i < chunk.length; i++) {
            if (chunk[i] == '\n') {
                line.write(chunk, begin, i - begin);
                begin = i + 1;
                endLine(events);
            }
        }
        line.write(chunk, begin, chunk.length - begin);
        return events;
    }

    private void endLine(List<Event> events) {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (text.endsWith("\r")) {
            text = text.substring(0, text.length() - 1);
        }
        if (!text.isEmpty()) {
            field(text);
            return;
        }
        if (!lines.isEmpty() && id.matches("[0-9]{1,18}")) {
            event(name, Long.parseLong(id), String.join("\n", lines).getBytes(StandardCharsets.UTF_8))
                    .ifPresent(events::add);
        }
        name = "";
        lines.clear();
    }

    private void field(String text) {
        int colon = text.indexOf(':');
        String field = colon < 0 ? text : text.substring(0, colon);
        String value = colon < 0 ? "" : text.substring(colon + 1);
        String stripped = value.startsWith(" ") ? value.substring(1) : value;
        switch (field) {
            case "event" -> name = stripped;
            case "id" -> id = stripped;
            case "data" -> lines.add(stripped);
            default -> {} // a comment, or what the standard says to pass over
        }
    }

    /** Empty where a newer server has more kinds of event. */
    static Optional<Event> event(String name, long position, byte[] json) {
        return switch (name) {
            case "state" ->
                Optional.of(new Event.StateChanged(
                        position, Json.read(StateData.class, json).state()));
            case "finished" -> Optional.of(new Event.Finished(position, Json.read(Execution.class, json)));
            default ->
                Arrays.stream(StreamName.values())
                        .filter(stream -> stream.word().equals(name))
                        .findFirst()
                        .map(stream -> output(position, stream, Json.read(OutputData.class, json)));
        };
    }

    private static Event output(long position, StreamName stream, OutputData part) {
        byte[] bytes = part.text()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .or(part::base64)
                .orElseThrow(() -> new UnexpectedAnswer("an event " + stream.word() + " has no content", null));
        return new Event.Output(position, stream, part.step(), part.offset(), bytes);
    }
}
