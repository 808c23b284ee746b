package freehold.wire.client;

import freehold.text.Printable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A problem document (RFC 9457), as far as a client shows it.
 *
 * @param slug the last part of its type, such as {@code runtime-unknown}; empty if it has none
 * @param sentence what to do next, with the fields that are wrong; the detail tells the first of them already. It may be shown on a terminal, whatever
 *     server wrote it
 */
public record ProblemJson(String slug, String sentence) {
    private static final JsonMapper MAPPER = new JsonMapper();

    /** Reads one; anything else than a problem document gives a sentence that says so. */
    public static ProblemJson read(int status, byte[] body) {
        try {
            JsonNode root = MAPPER.readTree(body);
            String type = root.path("type").asString("");
            String detail = root.path("detail").asString("");
            StringBuilder sentence =
                    new StringBuilder(detail.isEmpty() ? root.path("title").asString("") : detail);
            root.path("errors")
                    .valueStream()
                    .skip(detail.isEmpty() ? 0 : 1)
                    .forEach(fault -> sentence.append(' ')
                            .append(fault.path("pointer").asString(""))
                            .append(": ")
                            .append(fault.path("detail").asString("")));
            if (!sentence.isEmpty()) {
                return new ProblemJson(type.substring(type.lastIndexOf('/') + 1), Printable.of(sentence.toString()));
            }
        } catch (JacksonException _) {
            // whoever answered is no Freehold; said below
        }
        return new ProblemJson("", "the server answered with status " + status + " and no explanation");
    }
}
