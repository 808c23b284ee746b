package freehold.control.http;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Refusals as a server sent them, in plain text, with ids, digests and pauses made the same in every run. */
final class RefusalBook {
    private static final List<String> HEADERS =
            List.of("Allow", "RateLimit-Policy", "Retry-After", "Upgrade", "WWW-Authenticate");
    private static final List<String> USUAL = List.of("type", "title", "status", "detail", "errors");

    private final List<Entry> entries = new ArrayList<>();

    /**
     * One refusal.
     *
     * @param what was done, in words
     * @param request its method and address
     * @param rest what the problem has besides, and headers that go with it, a line each
     */
    record Entry(String what, String request, String slug, int status, String title, String detail, List<String> rest) {
        private String text() {
            String lines = rest.stream().map(line -> "  " + line + "\n").collect(Collectors.joining());
            return "%s\n  %s\n  %d %s: %s\n  %s\n%s".formatted(what, request, status, slug, title, detail, lines);
        }
    }

    List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** Takes it down, and fails if it is none. */
    void note(String what, HttpResponse<String> response) {
        URI uri = response.request().uri();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        List<String> headers = HEADERS.stream()
                .filter(name -> response.statusCode() == 429 || !name.equals("RateLimit-Policy"))
                .flatMap(name -> response.headers().firstValue(name).stream().map(value -> name + ": " + value))
                .toList();
        note(what, response.request().method() + " " + uri.getRawPath() + query, response.body(), headers);
    }

    /** One that came in a conversation, or by bare HTTP. */
    void note(String what, String request, String body, List<String> headers) {
        JsonNode problem = JsonMapper.shared().readTree(body);
        String type = problem.path("type").asString("");
        if (!type.startsWith("/errors/")) {
            throw new AssertionError(what + " was not refused: " + body);
        }
        List<String> rest = new ArrayList<>();
        problem.path("errors")
                .forEach(each -> rest.add(stable(each.path("pointer").asString("") + ": "
                        + each.path("detail").asString(""))));
        for (Map.Entry<String, JsonNode> each : problem.properties()) {
            if (!USUAL.contains(each.getKey())) {
                rest.add(stable(each.getKey() + ": " + each.getValue().asString("")));
            }
        }
        headers.forEach(each -> rest.add(stable(each)));
        entries.add(new Entry(
                what,
                stable(request),
                type.substring("/errors/".length()),
                problem.path("status").asInt(),
                problem.path("title").asString(""),
                stable(problem.path("detail").asString("")),
                rest));
    }

    private static String stable(String text) {
        return text.replaceAll("\\b(exe|bat|key|ten|cbk|flt|wrk)_[0-9a-z]{8,}", "$1_…")
                .replaceAll("sha256:[0-9a-f]{64}", "sha256:…")
                .replaceAll("in [0-9,]+ s\\b(?!,)", "in N s")
                .replaceAll("Retry-After: \\d+", "Retry-After: N")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME");
    }

    /** All of them, by kind. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (ErrorKind kind : ErrorKind.values()) {
            text.append("# ").append(kind.slug()).append("\n\n");
            of(kind).forEach(each -> text.append(each.text()).append('\n'));
        }
        return text.toString();
    }

    List<Entry> of(ErrorKind kind) {
        return entries.stream().filter(each -> each.slug().equals(kind.slug())).toList();
    }
}
