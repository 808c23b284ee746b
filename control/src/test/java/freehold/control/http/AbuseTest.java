package freehold.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.world.World;
import freehold.quantity.Digest;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody should send, and what it is answered with. */
final class AbuseTest {
    @TempDir
    static Path folder;

    private static World world;

    @BeforeAll
    static void begin() throws Exception {
        world = new World(folder);
    }

    @AfterAll
    static void end() {
        world.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ``                                                              | 400 | #
                    `not json`                                                      | 400 | #
                    `[]`                                                            | 400 | #
                    `null`                                                          | 400 | #
                    `{"runtime": "python", "source": ""} {}`                        | 400 | #
                    `{"runtime": "python", "source": ""}]`                          | 400 | #
                    `{"runtime": "python", "source": "" // c`                       | 400 | #/source
                    `{"runtime": "python", "sauce": ""}`                            | 400 | #/sauce
                    `{"runtime": "python", "source": "", "source": "x"}`            | 400 | #/source
                    `{"runtime": "python", "source": 5}`                            | 400 | #/source
                    `{"runtime": "python", "source": null}`                         | 400 | #/source
                    `{"runtime": "python", "source": "\\ud800"}`                    | 400 | #/source
                    `{"runtime": "python", "source": "\\udc00\\ud800"}`             | 400 | #/source
                    `{"runtime": "python", "source": "", "args": ["a", 1]}`         | 400 | #/args/1
                    `{"runtime": "python", "source": "", "env": {"A": 1}}`          | 400 | #/env/A
                    `{"runtime": "python", "source": "", "env": {"a/b": 1}}`        | 400 | #/env/a~1b
                    `{"runtime": "python", "source": "", "limits": {"cpu": 1}}`     | 400 | #/limits/cpu
                    `{"runtime": "python", "source": "", "limits": {"cpu_ms": 1.5}}`| 400 | #/limits/cpu_ms
                    `{"runtime": "python", "source": "", "limits": {"cpu_ms": "1"}}`| 400 | #/limits/cpu_ms
                    `{"runtime": "python", "source": "", "limits": {"cpu_ms": 0}}`  | 422 | #/limits/cpu_ms
                    `{"runtime": "python", "source": "", "limits": {"wall_ms": -1}}`| 422 | #/limits/wall_ms
                    `{"runtime": "python", "source": "", "limits": {"memory_bytes": 4294967297}}`| 422 | #/limits/memory_bytes
                    `{"runtime": "python", "source": "", "limits": {"cpu_ms": 99999999999999999999999}}`| 422 | #/limits/cpu_ms
                    `{"runtime": "python", "source": "", "limits": {"cpu_ms": 1e999999999}}`| 422 | #/limits/cpu_ms
                    `{"runtime": "python", "source": "", "build_limits": {"cpu_ms": 1}}`| 422 | #/build_limits
                    `{"runtime": "c", "source": "", "build_limits": {"cpu_ms": 999999}}`| 422 | #/build_limits/cpu_ms
                    `{"runtime": "python", "source": "", "build": {"args": ["-O2"]}}`| 422 | #/build
                    `{"source": ""}`                                                | 422 | #/runtime
                    `{"runtime": "python"}`                                         | 422 | #/source
                    `{"runtime": "python", "source": "", "files": []}`              | 422 | #/files
                    `{"runtime": "python", "files": []}`                            | 422 | #/files
                    `{"runtime": "brainfuck", "source": ""}`                        | 422 | #/runtime
                    `{"runtime": "python@9", "source": ""}`                         | 422 | #/runtime
                    `{"runtime": "cobol", "source": ""}`                            | 422 | #/runtime
                    `{"runtime": "python", "source": "", "stdin": "", "stdin_base64": ""}`| 422 | #/stdin_base64
                    `{"runtime": "python", "source": "", "stdin_base64": "%%"}`     | 422 | #/stdin_base64
                    `{"runtime": "python", "source": "", "entry": "a"}`             | 422 | #/entry
                    `{"runtime": "python", "files": [{"path": "../a", "content": ""}]}`| 422 | #/files/0/path
                    `{"runtime": "python", "files": [{"path": "/a", "content": ""}]}`| 422 | #/files/0/path
                    `{"runtime": "python", "files": [{"path": "a\\u0000", "content": ""}]}`| 422 | #/files/0/path
                    `{"runtime": "python", "files": [{"path": "a/./b", "content": ""}]}`| 422 | #/files/0/path
                    `{"runtime": "python", "files": [{"path": "a"}]}`               | 422 | #/files/0
                    `{"runtime": "python", "files": [{"content": ""}]}`             | 422 | #/files/0/path
                    `{"runtime": "python", "files": [{"path": "a", "content": "", "content_base64": ""}]}`| 422 | #/files/0
                    `{"runtime": "python", "files": [{"path": "a", "content": "", "mode": 1}]}`| 400 | #/files/0/mode
                    `{"runtime": "python", "files": [{"path": "a", "content": "", "executable": "yes"}]}`| 400 | #/files/0/executable
                    `{"runtime": "python", "files": [{"path": "a", "blob": "sha256:00"}]}`| 422 | #/files/0/blob
                    `{"runtime": "python", "files": [{"path": "a", "content": ""}, {"path": "a", "content": ""}]}`| 422 | #/files/1/path
                    `{"runtime": "python", "files": [{"path": "a/b", "content": ""}, {"path": "a", "content": ""}]}`| 422 | #/files/0/path
                    `{"runtime": "python", "files": [{"path": "a", "content": ""}], "entry": "b"}`| 422 | #/entry
                    `{"runtime": "python", "source": "", "args": ["a\\u0000b"]}`    | 422 | #/args/0
                    `{"runtime": "python", "source": "", "env": {"A=B": ""}}`       | 422 | #/env
                    `{"runtime": "python", "source": "", "env": {"PYTHONHASHSEED": "1"}}`| 422 | #/env/PYTHONHASHSEED
                    `{"runtime": "python", "source": "", "collect": ["../x"]}`      | 422 | #/collect/0
                    `{"runtime": "python", "source": "", "network": {"allow": ["a:1"]}}`| 422 | #/network
                    `{"runtime": "python", "source": "", "tier": "gvisor"}`         | 422 | #/tier
                    `{"runtime": "python", "source": "", "tier": "none"}`           | 422 | #/tier
                    `{"runtime": "python", "source": "", "interactive": 1}`         | 400 | #/interactive
                    `{"runtime": "python", "source": "", "terminal": true}`         | 400 | #/terminal
                    `{"runtime": "python", "source": "", "terminal": {"rows": 1}}`  | 422 | #/terminal
                    `{"runtime": "python", "source": "", "terminal": {"rows": 0, "columns": 80}}`| 422 | #/terminal/rows
                    `{"runtime": "python", "source": "", "terminal": {"rows": 24, "columns": 1001}}`| 422 | #/terminal/columns
                    `{"runtime": "python", "source": "", "terminal": {"rows": 24, "columns": 80, "x": 1}}`| 400 | #/terminal/x
                    `{"runtime": "python", "source": "", "callback": {"url": "ftp://x"}}`| 422 | #/callback/url
                    `{"runtime": "python", "source": "", "retain": "all"}`          | 422 | #/retain
                    """)
    void a_bad_request_is_refused_with_a_pointer_to_the_place(String body, int status, String pointer)
            throws Exception {
        HttpResponse<String> response = world.post("/v1/executions", body);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.body()).contains("\"pointer\":\"" + pointer + "\"");
    }

    @Test
    void a_feature_that_comes_later_is_refused_by_its_own_slug() throws Exception {
        String body = "{\"runtime\": \"python\", \"source\": \"\", \"network\": {\"allow\": [\"a:1\"]}}";

        HttpResponse<String> response = world.post("/v1/executions", body);

        assertThat(response.body()).contains("\"type\":\"/errors/not-offered\"");
    }

    @Test
    void what_changes_nothing_is_accepted_although_its_feature_comes_later() throws Exception {
        String body = """
                {"runtime": "py", "source": "echo 1", "deterministic": false, "interactive": false, "tier": "process",
                 "retain": "full", "network": {"allow": []}}""";

        HttpResponse<String> response = world.post("/v1/executions", body);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/sessions",
                "/v1/sessions/x/files",
                "/v1/functions/f/invocations",
                "/v1/problems",
                "/v1/judgements",
                "/v1/workers/x/drain"
            })
    void a_path_that_comes_later_is_not_offered(String path) throws Exception {
        HttpResponse<String> response = world.post(path, "{}");

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body()).contains("/errors/not-offered");
    }

    @Test
    void what_a_cluster_has_is_not_offered_and_another_method_is_not_known_there_either() throws Exception {
        HttpResponse<String> listed = world.get("/v1/workers");
        HttpResponse<String> posted = world.post("/v1/workers", "{}");
        HttpResponse<String> wished = world.get("/v1/workers/x/drain");
        HttpResponse<String> unknown = world.get("/v1/workers/x/y");

        assertThat(listed.statusCode()).isEqualTo(422);
        assertThat(listed.body()).contains("/errors/not-offered");
        assertThat(posted.statusCode()).isEqualTo(405);
        assertThat(posted.headers().firstValue("Allow").orElseThrow()).contains("GET");
        assertThat(wished.statusCode()).isEqualTo(405);
        assertThat(unknown.statusCode()).isEqualTo(404);
    }

    @Test
    void bytes_that_are_not_utf8_are_refused() throws Exception {
        List<byte[]> bodies = List.of(
                around(0xff),
                around(0xc0, 0x80),
                around(0xed, 0xa0, 0x80, 0xed, 0xb0, 0x80),
                around(0xf5, 0x80, 0x80, 0x80));

        for (byte[] body : bodies) {
            HttpResponse<String> response = world.send(HttpRequest.newBuilder(world.at("/v1/executions"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofByteArray(body)));
            assertThat(response.statusCode()).isEqualTo(400);
        }
    }

    private static byte[] around(int... bytes) {
        byte[] before = "{\"runtime\": \"python\", \"source\": \"".getBytes(StandardCharsets.UTF_8);
        byte[] body = Arrays.copyOf(before, before.length + bytes.length + 2);
        for (int i = 0; i < bytes.length; i++) {
            body[before.length + i] = (byte) bytes[i];
        }
        body[body.length - 2] = '"';
        body[body.length - 1] = '}';
        return body;
    }

    @Test
    void deep_nesting_and_endless_numbers_are_refused() throws Exception {
        List<String> bodies = List.of(
                "[".repeat(100_000),
                "{\"runtime\":".repeat(100_000),
                "{\"runtime\": \"python\", \"source\": \"\", \"x\": " + "[".repeat(5_000) + "]".repeat(5_000) + "}",
                "{\"runtime\": \"python\", \"source\": \"\", \"limits\": {\"cpu_ms\": " + "9".repeat(100_000) + "}}",
                "{\"runtime\": \"python\", \"source\": \"\", \"limits\": {\"cpu_ms\": 1e-999999999}}",
                "{\"" + "x".repeat(200_000) + "\": 1}");

        for (String body : bodies) {
            HttpResponse<String> response = world.post("/v1/executions", body);
            assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
            assertThat(response.body().length()).isLessThan(2_000);
        }
    }

    @Test
    void more_than_the_contract_allows_is_refused() throws Exception {
        String files = IntStream.range(0, 1_001)
                .mapToObj(i -> "{\"path\": \"f" + i + "\", \"content\": \"\"}")
                .collect(Collectors.joining(","));
        String args = IntStream.range(0, 257).mapToObj(i -> "\"" + i + "\"").collect(Collectors.joining(","));
        String labels =
                IntStream.range(0, 17).mapToObj(i -> "\"l" + i + "\": \"\"").collect(Collectors.joining(","));
        List<String> fields = List.of(
                "\"files\": [" + files + "]",
                "\"source\": \"\", \"args\": [" + args + "]",
                "\"source\": \"\", \"args\": [\"" + "x".repeat(128 << 10) + "\"]",
                "\"source\": \"\", \"env\": {\"A\": \"" + "x".repeat(128 << 10) + "\"}",
                "\"source\": \"\", \"labels\": {" + labels + "}");

        for (String field : fields) {
            HttpResponse<String> response = world.post("/v1/executions", "{\"runtime\": \"python\", " + field + "}");
            assertThat(response.statusCode()).isEqualTo(422);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "?wait=121s, 422",
        "?wait=3m, 422",
        "?wait=-1s, 422",
        "?wait=soon, 422",
        "?wait=, 422",
        "?wait=5, 422",
        "?wait=1e3s, 422",
        "?wait=99999999999999s, 422",
        "?wiat=1s, 400",
        "?wait=1s&wait=2s, 400",
        "?wait=0s, 202",
        "?wait=500ms, 202"
    })
    void waiting_is_read_strictly(String query, int status) throws Exception {
        HttpResponse<String> response =
                world.post("/v1/executions" + query, "{\"runtime\": \"python\", \"source\": \"hold\"}");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        if (status == 202) {
            String location = response.headers().firstValue("Location").orElseThrow();
            assertThat(world.post(location + "/cancel", "").statusCode()).isEqualTo(202);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "text/plain, 415",
        "application/xml, 415",
        "application/json; charset=latin1, 415",
        "'', 415",
        "application/json; charset=x\u00ff, 415",
        "application/json; charset=../../x, 415",
        "';;;', 415",
        "application/json; charset=UTF-8, 200",
        "Application/JSON, 200"
    })
    void only_json_is_taken(String type, int status) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(world.at("/v1/executions"))
                .POST(BodyPublishers.ofString("{\"runtime\": \"python\", \"source\": \"echo\"}"));
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }

        assertThat(world.send(request).statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"gzip, 415", "'identity, br', 415", "identity, 200"})
    void no_body_is_unpacked(String coding, int status) throws Exception {
        HttpResponse<String> response = world.send(HttpRequest.newBuilder(world.at("/v1/executions"))
                .header("Content-Type", "application/json")
                .header("Content-Encoding", coding)
                .POST(BodyPublishers.ofString("{\"runtime\": \"python\", \"source\": \"echo\"}")));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /v1/executions, 'GET, HEAD, POST'",
        "DELETE, /v1/executions, 'GET, HEAD, POST'",
        "POST, /v1/runtimes, 'GET, HEAD'",
        "OPTIONS, /v1/executions, 'GET, HEAD, POST'",
        "TRACE, /v1/executions, 'GET, HEAD, POST'",
        "POST, /healthz, 'GET, HEAD'"
    })
    void another_method_is_refused_with_those_there_are(String method, String path, String allow) throws Exception {
        HttpResponse<String> response =
                world.send(HttpRequest.newBuilder(world.at(path)).method(method, BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow").orElseThrow().split(", "))
                .containsExactlyInAnyOrder(allow.split(", "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1",
                "/v1/executions/",
                "/v1/executions/exe_1",
                "/v1/executions/..%2f..%2fetc",
                "/V1/executions",
                "/v1/executions/exe_01m88b1zvjed7thtnnjh5vddt4",
                "/v1/executions/exe_01m88b1zvjed7thtnnjh5vddt4/events",
                "/v1/executions/exe_01m88b1zvjed7thtnnjh5vddt4/artifacts/a",
                "/v1/executions/x/artifacts/..%2f..%2fpasswd",
                "/v1/executions/x/artifacts/%2e%2e/%2e%2e/passwd",
                "/v1/runtimes/none",
                "/errors/none",
                "//v1/executions",
                "/v1/executions/%00",
                "/v1/executions/..%5c..%5cetc",
                "/v1/executions/%0d%0aInjected:%20yes",
                "/v1/blobs/sha256:00"
            })
    void what_is_not_there_is_not_found_or_refused_without_a_word_of_the_web_server(String path) throws Exception {
        String answer =
                raw("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + world.port + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).containsPattern("^HTTP/1.1 (400|404|405) ");
        assertThat(answer).contains("application/problem+json").doesNotContainIgnoringCase("jetty");
        assertThat(answer)
                .doesNotContainIgnoringCase("javalin")
                .doesNotContain("Exception")
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
                "NONSENSE\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
                "GET /a\u0001b HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
                "POST /v1/executions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n",
                "POST /v1/executions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"
            })
    void what_is_not_http_is_refused_without_a_word_of_the_web_server(String request) throws Exception {
        String answer = raw(request);

        assertThat(answer).containsPattern("^HTTP/1.1 (4\\d\\d|505) ");
        assertThat(answer)
                .doesNotContainIgnoringCase("jetty")
                .doesNotContain("Exception")
                .doesNotContain("<html");
    }

    @Test
    void an_endless_header_is_refused() throws Exception {
        String answer = raw("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + "x".repeat(100_000) + "\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 431 ").contains("/errors/too-large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5\r\n{\"a\":\r\nzz\r\n", "FFFFFFFFFFFFFFFFF\r\n", "-1\r\n", "5\r\n{\"a\":X\r\n0\r\n\r\n"})
    void a_body_that_breaks_off_is_no_success(String chunks) throws Exception {
        List<String> places = List.of(
                "POST /v1/executions HTTP/1.1\r\nContent-Type: application/json",
                "POST /mcp HTTP/1.1\r\nContent-Type: application/json",
                "PUT /v1/blobs/sha256:" + "0".repeat(64) + " HTTP/1.1\r\nContent-Type: application/octet-stream");

        for (String place : places) {
            String answer = raw(place + "\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
            assertThat(answer).as(place).startsWith("HTTP/1.1 400 ").contains("/errors/malformed");
        }
    }

    /** Where the tenant's content should be is something else: as a disk that takes no more. */
    @Test
    void content_that_cannot_be_kept_is_not_confirmed(@TempDir Path other) throws Exception {
        try (World full = new World(other)) {
            Path place = other.resolve("blobs").resolve("local");
            if (Files.exists(place)) {
                Files.delete(place);
            }
            Files.writeString(place, "");
            String digest = Digest.of(new byte[0]).toString();

            HttpResponse<String> response = full.sendUnchecked(HttpRequest.newBuilder(full.at("/v1/blobs/" + digest))
                    .header("Content-Type", "application/octet-stream")
                    .PUT(BodyPublishers.ofByteArray(new byte[0])));

            assertThat(response.statusCode()).as(response.body()).isEqualTo(503);
            assertThat(response.body()).contains("flt_");
        }
    }

    @Test
    void a_body_that_is_announced_as_too_large_is_refused_unread() throws Exception {
        String answer = raw("POST /v1/executions HTTP/1.1\r\nHost: 127.0.0.1:" + world.port
                + "\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 413 ").contains("Connection: close");
    }

    @Test
    void a_body_that_grows_too_large_is_refused() throws Exception {
        byte[] piece = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        var chunks = IntStream.range(0, 11).mapToObj(_ -> piece).toList();

        HttpResponse<String> response = world.send(HttpRequest.newBuilder(world.at("/v1/executions"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArrays(chunks)));

        assertThat(response.statusCode()).isEqualTo(413);
    }

    @ParameterizedTest
    @CsvSource({
        "evil.example, '', 403",
        "evil.example:PORT, '', 403",
        "localhost.evil.example:PORT, '', 403",
        "127.0.0.1:PORT, http://evil.example, 403",
        "127.0.0.1:PORT, null, 403",
        "127.0.0.1:PORT, http://localhost:PORT, 403",
        "localhost:PORT, http://localhost:PORT, 200",
        "127.0.0.1:PORT, '', 200",
        "127.0.0.1, '', 200",
        "LocalHost:PORT, '', 200",
        "[::1]:PORT, '', 200"
    })
    void no_web_page_reaches_a_server_without_keys(String host, String origin, int status) throws Exception {
        String port = Integer.toString(world.port);
        String header = origin.isEmpty() ? "" : "Origin: " + origin.replace("PORT", port) + "\r\n";

        String answer = raw("GET /v1/runtimes HTTP/1.1\r\nHost: " + host.replace("PORT", port) + "\r\n" + header
                + "Connection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    }

    @Test
    void every_answer_has_the_safe_headers() throws Exception {
        List<String> paths = List.of("/v1/runtimes", "/nothing", "/v1/executions", "/metrics", "/errors/invalid", "/");

        for (String path : paths) {
            var headers = world.client()
                    .send(HttpRequest.newBuilder(world.at(path)).build(), HttpResponse.BodyHandlers.discarding())
                    .headers();
            assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(headers.firstValue("Content-Security-Policy").orElse("")).contains("default-src 'none'");
            assertThat(headers.firstValue("Server")).isEmpty();
        }
    }

    @Test
    void head_is_get_without_a_body() throws Exception {
        String answer =
                raw("HEAD /v1/runtimes HTTP/1.1\r\nHost: 127.0.0.1:" + world.port + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n");
    }

    /** Sends bytes as they are and reads until the server closes, or 2 s have passed. */
    private static String raw(String request) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), world.port)) {
            socket.setSoTimeout(2_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            StringBuilder answer = new StringBuilder();
            byte[] piece = new byte[8192];
            try {
                for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                    answer.append(new String(piece, 0, count, StandardCharsets.UTF_8));
                }
            } catch (java.net.SocketTimeoutException open) {
                return answer.toString();
            }
            return answer.toString();
        }
    }
}
