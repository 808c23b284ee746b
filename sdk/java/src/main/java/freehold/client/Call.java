package freehold.client;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One call, which may be made several times.
 *
 * @param most how long the answer may take by what was asked
 */
record Call(String method, String path, Map<String, String> headers, BodyPublisher body, Duration most) {
    static Call get(String path) {
        return new Call("GET", path, Map.of(), BodyPublishers.noBody(), Duration.ZERO);
    }

    static Call of(String method, String path) {
        return new Call(method, path, Map.of(), BodyPublishers.noBody(), Duration.ZERO);
    }

    /** What begins something: the same key begins it once. */
    static Call begin(String path, Object document, String key) {
        return new Call("POST", path, Map.of(), BodyPublishers.ofByteArray(Json.write(document)), Duration.ZERO)
                .with("Content-Type", "application/json")
                .with("Idempotency-Key", key);
    }

    static Call put(String path, BodyPublisher content, Duration most) {
        return new Call("PUT", path, Map.of("Content-Type", "application/octet-stream"), content, most);
    }

    Call with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Call(method, path, more, body, most);
    }

    Call waiting(Duration time) {
        return new Call(method, path, headers, body, time);
    }
}
