package freehold.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Addresses of things, from names that are checked: none leads anywhere else. */
final class Paths {
    private static final Duration WAIT_MOST = Duration.ofSeconds(120);
    private static final String NAMED = "(?!\\.{0,2}$)[^/]+";

    private Paths() {}

    static String execution(String id) {
        return "/v1/executions/" + checked(id, "exe_[0-9a-z]{1,64}", "an id of an execution");
    }

    static String batch(String id) {
        return "/v1/batches/" + checked(id, "bat_[0-9a-z]{1,64}", "an id of a batch");
    }

    static String blob(String digest) {
        return "/v1/blobs/" + checked(digest, "sha256:[0-9a-f]{64}", "a digest (sha256: and 64 hexadecimal digits)");
    }

    static String secret(String name) {
        return "/v1/secrets/" + checked(name, "[A-Za-z0-9][A-Za-z0-9._-]{0,63}", "a name of a secret");
    }

    static String runtime(String name) {
        return "/v1/runtimes/" + encoded(checked(name, NAMED, "a name of a runtime"));
    }

    static String artifact(String id, String path) {
        return execution(id) + "/artifacts/"
                + Arrays.stream(path.split("/", -1))
                        .map(part -> encoded(checked(part, NAMED, "a path of an artifact")))
                        .collect(Collectors.joining("/"));
    }

    static String waiting(Duration wait) {
        if (wait.isNegative() || wait.compareTo(WAIT_MOST) > 0) {
            throw new IllegalArgumentException("a wait is from 0 to 120 s: " + wait);
        }
        return "?wait=" + wait.toMillis() + "ms";
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String checked(String text, String form, String what) {
        if (!text.matches(form)) {
            throw new IllegalArgumentException("not " + what + ": " + text);
        }
        return text;
    }
}
