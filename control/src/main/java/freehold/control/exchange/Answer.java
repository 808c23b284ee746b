package freehold.control.exchange;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/**
 * What a client is told.
 *
 * @param type the media type; empty where there is no content
 * @param outputBytes how much output of programs the content has: room for it is made before it is written
 */
public record Answer(int status, String type, Map<String, String> headers, long outputBytes, Content content) {
    private static final String JSON = "application/json";

    /** Writes what is told; fails when the client goes away. */
    @FunctionalInterface
    public interface Content {
        void to(OutputStream out) throws IOException;
    }

    public Answer {
        headers = Map.copyOf(headers);
    }

    /** A status and nothing else. */
    public static Answer empty(int status) {
        return new Answer(status, "", Map.of(), 0, out -> {});
    }

    /** JSON that has nothing, or little, of what programs wrote. */
    public static Answer json(int status, byte[] body) {
        return new Answer(status, JSON, Map.of(), 0, out -> out.write(body));
    }

    /** JSON that is written when there is room for it. */
    public static Answer json(int status, long outputBytes, Content content) {
        return new Answer(status, JSON, Map.of(), outputBytes, content);
    }

    public Answer with(String header, String value) {
        return new Answer(status, type, Map.of(header, value), outputBytes, content);
    }
}
