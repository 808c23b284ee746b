package freehold.control.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.world.World;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file of questions ({@code >>> METHOD PATH}, perhaps headers, perhaps a body) and the answers to them ({@code <<< STATUS}, perhaps
 * headers, perhaps a body). A string {@code {name}} in an answer stands for any value, which later questions may use; {@code {*}} for any
 * at all; {@code {place}} is another name at each place. Answers are compared as JSON, whole.
 */
final class Conversation {
    private final String name;
    private final List<Turn> turns;

    private record Message(String line, Map<String, String> headers, String body) {}

    private record Turn(Message asked, Message told) {}

    private Conversation(String name, List<Turn> turns) {
        this.name = name;
        this.turns = turns;
    }

    static Conversation read(String dialect, String name) throws IOException {
        String file = dialect + "/" + name + ".talk";
        try (InputStream in = Conversation.class.getResourceAsStream(file)) {
            assertThat(in).as(file).isNotNull();
            return new Conversation(file, turns(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        }
    }

    private static List<Turn> turns(String text) {
        List<Turn> turns = new ArrayList<>();
        for (String turn : text.split("(?m)^>>> ")) {
            if (!turn.startsWith("#") && !turn.isBlank()) {
                String[] halves = turn.split("(?m)^<<< ", 2);
                turns.add(new Turn(message(halves[0]), message(halves[1])));
            }
        }
        return turns;
    }

    private static Message message(String text) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        String first = lines.removeFirst();
        Map<String, String> headers = new HashMap<>();
        while (!lines.isEmpty() && lines.getFirst().matches("[A-Za-z-]+: .*")) {
            String[] parts = lines.removeFirst().split(": ", 2);
            headers.put(parts[0], parts[1]);
        }
        return new Message(first, headers, String.join("\n", lines).strip());
    }

    /** Asks at that place, and fails where an answer is another. */
    void hold(World world, URI place) throws IOException, InterruptedException {
        Map<String, String> known = new HashMap<>(
                Map.of("place", "at" + place.getPort() + place.getPath().length()));
        for (Turn turn : turns) {
            HttpResponse<String> answer = world.sendUnchecked(request(turn.asked(), place, known));
            String what = name + ": " + turn.asked().line() + " → " + answer.body();
            assertThat(answer.statusCode())
                    .as(what)
                    .isEqualTo(Integer.parseInt(turn.told().line().strip()));
            turn.told()
                    .headers()
                    .forEach((header, value) -> assertThat(answer.headers().firstValue(header))
                            .as(what)
                            .hasValue(value));
            compare(what, filled(turn.told().body(), known), answer.body(), known);
        }
    }

    private static HttpRequest.Builder request(Message asked, URI place, Map<String, String> known) {
        String[] words = filled(asked.line(), known).split(" ", 2);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(place + words[1].strip()));
        asked.headers().forEach((header, value) -> request.header(header, filled(value, known)));
        if (asked.body().isEmpty()) {
            return request.method(words[0], BodyPublishers.noBody());
        }
        if (!asked.headers().containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        return request.method(words[0], BodyPublishers.ofString(filled(asked.body(), known)));
    }

    private static String filled(String text, Map<String, String> known) {
        String filled = text;
        for (Map.Entry<String, String> each : known.entrySet()) {
            filled = filled.replace("{" + each.getKey() + "}", each.getValue());
        }
        return filled;
    }

    private static void compare(String what, String wanted, String actual, Map<String, String> known) {
        if (wanted.isEmpty()) {
            assertThat(actual).as(what).isEmpty();
            return;
        }
        try {
            compare(
                    what,
                    JsonMapper.shared().readTree(wanted),
                    JsonMapper.shared().readTree(actual),
                    known);
        } catch (JacksonException notJson) {
            assertThat(actual).as(what).isEqualTo(wanted);
        }
    }

    private static void compare(String what, JsonNode wanted, JsonNode actual, Map<String, String> known) {
        if (wanted.isString() && wanted.stringValue().matches("\\{([a-z]+|\\*)}")) {
            assertThat(actual.isValueNode() && !actual.isNull()).as(what).isTrue();
            if (!wanted.stringValue().equals("{*}")) {
                known.put(wanted.stringValue().substring(1, wanted.stringValue().length() - 1), actual.asString());
            }
        } else if (wanted.isObject() && actual.isObject()) {
            assertThat(actual.propertyNames()).as(what).containsExactlyInAnyOrderElementsOf(wanted.propertyNames());
            wanted.propertyNames().forEach(each -> compare(what, wanted.path(each), actual.path(each), known));
        } else if (wanted.isArray() && actual.isArray()) {
            assertThat(actual.size()).as(what).isEqualTo(wanted.size());
            for (int i = 0; i < wanted.size(); i++) {
                compare(what, wanted.path(i), actual.path(i), known);
            }
        } else {
            assertThat(actual).as(what).isEqualTo(wanted);
        }
    }
}
