package freehold.control.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.cell.Signal;
import freehold.cell.TerminalSize;
import freehold.control.tenancy.Attempt;
import freehold.control.tenancy.Caller;
import freehold.control.tenancy.KeySecret;
import freehold.control.tenancy.Keys;
import freehold.control.tenancy.Role;
import freehold.control.world.Outcomes;
import freehold.control.world.ScriptedWorker;
import freehold.control.world.Talker;
import freehold.control.world.World;
import freehold.leak.LeakWatch;
import freehold.tenant.TenantId;
import freehold.wire.link.Speech;
import freehold.wire.link.Stream;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Conversations with programs, by a real client over a real socket. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
final class AttachTest {
    private static final String TALKS = "{\"runtime\": \"python\", \"source\": \"hold\", \"interactive\": true%s}";
    private static final String TERMINAL = ", \"terminal\": {\"rows\": 24, \"columns\": 80}";

    private static final Caller OPERATOR = new Caller(TenantId.LOCAL, Role.OPERATOR.rights());

    @TempDir
    private Path folder;

    private World world;

    @BeforeEach
    void open() throws Exception {
        world = new World(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private String begun(String more) throws Exception {
        HttpResponse<String> answer = world.post("/v1/executions", TALKS.formatted(more));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202); // at once, though nothing was said of waiting
        return JsonMapper.shared().readTree(answer.body()).path("id").stringValue();
    }

    private Talker attached(String id) {
        return Talker.to(world.client(), world.at("/v1/executions/" + id + "/attach"), Map.of());
    }

    private static String text(Speech speech) {
        return new String(((Speech.Input) speech).bytes(), StandardCharsets.UTF_8);
    }

    private static int refusal(Runnable attaching) {
        int[] status = {0};
        assertThatThrownBy(attaching::run).cause().satisfies(cause -> {
            assertThat(cause).isInstanceOf(WebSocketHandshakeException.class);
            status[0] = ((WebSocketHandshakeException) cause).getResponse().statusCode();
        });
        return status[0];
    }

    @Test
    void a_conversation_is_no_longer_among_the_connections_that_a_stop_leaves() throws Exception {
        String id = begun("");
        int before = world.server.plainConnections(); // those which the client keeps for its next request
        try (RawSocket talker = RawSocket.to(world.port, "/v1/executions/" + id + "/attach")) {
            assertThat(talker.next()).isEqualTo(RawSocket.TEXT);

            assertThat(world.server.plainConnections()).isEqualTo(before);
        }
    }

    @Test
    void what_is_said_reaches_the_program_and_what_it_writes_comes_back() throws Exception {
        String id = begun(TERMINAL);
        ScriptedWorker.Held held = world.worker.next();
        try (Talker talker = attached(id)) {
            assertThat(talker.next("state").path("state").asString()).isEqualTo("queued");
            assertThat(talker.next("state").path("state").asString()).isEqualTo("running");

            talker.say("{\"stdin\": \"grüß\\n\"}");
            assertThat(text(held.said())).isEqualTo("grüß\n");
            held.writes(Stream.STDOUT, "dich\n");
            JsonNode output = talker.next("stdout");
            talker.say("{\"stdin_base64\": \"AP8=\"}");
            talker.say("{\"signal\": \"SIGINT\"}");
            talker.say("{\"resize\": {\"rows\": 50, \"columns\": 132}}");
            talker.say("{\"eof\": true}");

            assertThat(output.path("text").asString()).isEqualTo("dich\n");
            assertThat(output.path("offset").asInt()).isZero();
            List<Speech> said = List.of(held.said(), held.said(), held.said(), held.said());
            assertThat(said)
                    .contains(
                            new Speech.Signalled(Signal.SIGINT),
                            new Speech.Resized(new TerminalSize(50, 132)),
                            new Speech.InputEnd());
            held.ends(Outcomes.succeeded(held.plan(), "dich\n"));
            assertThat(talker.next("finished").path("verdict").asString()).isEqualTo("succeeded");
            assertThat(talker.closed()).isEqualTo(1000);
        }
    }

    @Test
    void the_plan_says_what_was_asked_for() throws Exception {
        begun(TERMINAL);

        ScriptedWorker.Held held = world.worker.next();

        assertThat(held.plan().dialogue().isOpen()).isTrue();
        assertThat(held.plan().dialogue().terminal()).contains(new TerminalSize(24, 80));
        assertThat(held.plan().run().program().env()).containsEntry("TERM", "xterm-256color");
        held.ends(Outcomes.succeeded(held.plan(), ""));
    }

    @Test
    void all_that_are_attached_hear_everything_and_each_may_speak() throws Exception {
        String id = begun("");
        ScriptedWorker.Held held = world.worker.next();
        try (Talker one = attached(id);
                Talker other = attached(id)) {
            one.say("{\"stdin\": \"one\"}");
            assertThat(text(held.said())).isEqualTo("one");
            other.say("{\"stdin\": \"other\"}");
            assertThat(text(held.said())).isEqualTo("other");

            held.writes(Stream.STDERR, "both");

            assertThat(one.next("stderr").path("text").asString()).isEqualTo("both");
            assertThat(other.next("stderr").path("text").asString()).isEqualTo("both");
            held.ends(Outcomes.succeeded(held.plan(), ""));
        }
    }

    @Test
    void whoever_comes_back_goes_on_where_it_was() throws Exception {
        String id = begun("");
        ScriptedWorker.Held held = world.worker.next();
        held.writes(Stream.STDOUT, "before");
        long position;
        try (Talker first = attached(id)) {
            JsonNode event = first.next();
            while (!event.path("event").asString().equals("stdout")) {
                event = first.next();
            }
            position = event.path("id").asLong();
        }
        held.writes(Stream.STDOUT, "after");

        try (Talker again =
                Talker.to(world.client(), world.at("/v1/executions/" + id + "/attach?after=" + position), Map.of())) {
            assertThat(again.next("stdout").path("text").asString()).isEqualTo("after");
        }
        held.ends(Outcomes.succeeded(held.plan(), ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "x", "1x", "%201", "1234567890123456789"})
    void a_place_to_go_on_at_that_is_none_is_refused(String after) throws Exception {
        String id = begun("");
        ScriptedWorker.Held held = world.worker.next();
        URI place = world.at("/v1/executions/" + id + "/attach?after=" + after);

        assertThat(refusal(() -> Talker.to(world.client(), place, Map.of()))).isEqualTo(422);

        held.ends(Outcomes.succeeded(held.plan(), ""));
    }

    @Test
    void an_ended_execution_tells_all_that_was_and_takes_nothing() throws Exception {
        String id = begun("");
        ScriptedWorker.Held held = world.worker.next();
        try (Talker talker = attached(id)) {
            held.ends(Outcomes.succeeded(held.plan(), "bye"));
            talker.next("finished");
        }

        try (Talker late = attached(id)) {
            var _ = late.begin("{\"stdin\": \"x\"}");

            assertThat(late.next("stdout").path("text").asString()).isEqualTo("bye");
            assertThat(late.next("finished").path("id").asString()).isEqualTo(id);
            assertThat(late.closed()).isEqualTo(1000);
        }
    }

    @Test
    void an_end_of_input_that_comes_too_late_is_no_news_and_input_that_does_is_told() throws Exception {
        String id = begun("");
        ScriptedWorker.Held held = world.worker.next();
        try (Talker talker = attached(id)) {
            talker.say("{\"eof\": true}");
            assertThat(held.said()).isEqualTo(new Speech.InputEnd());

            talker.say("{\"eof\": true}");
            talker.say("{\"stdin\": \"x\"}");

            assertThat(talker.next("refused").path("detail").asString()).contains("takes no input any more");
            held.ends(Outcomes.succeeded(held.plan(), ""));
            JsonNode message = talker.next();
            while (!message.path("event").asString().equals("finished")) {
                assertThat(message.path("event").asString()).isNotEqualTo("refused");
                message = talker.next();
            }
        }
    }

    @Test
    void input_to_a_program_that_takes_none_is_refused_in_words_and_the_conversation_goes_on() throws Exception {
        HttpResponse<String> answer =
                world.post("/v1/executions?wait=0s", "{\"runtime\": \"python\", \"source\": \"hold\"}");
        String id = JsonMapper.shared().readTree(answer.body()).path("id").stringValue();
        ScriptedWorker.Held held = world.worker.next();
        try (Talker talker = attached(id)) {
            talker.say("{\"stdin\": \"x\"}");
            assertThat(talker.next("refused").path("detail").asString()).contains("takes no input", "interactive");
            talker.say("{\"resize\": {\"rows\": 1, \"columns\": 1}}");
            assertThat(talker.next("refused").path("type").asString()).isEqualTo("/errors/conflict");

            held.writes(Stream.STDOUT, "still");

            assertThat(talker.next("stdout").path("text").asString()).isEqualTo("still");
            held.ends(Outcomes.succeeded(held.plan(), ""));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    `{"signal": "SIGSEGV"}`             | /errors/invalid
                    `{"signal": "SIGSTOP"}`             | /errors/invalid
                    `{"signal": "9"}`                   | /errors/invalid
                    `{}`                                | /errors/invalid
                    `{"stdin": "a", "eof": true}`       | /errors/invalid
                    `{"stdin_base64": "*"}`             | /errors/invalid
                    `{"resize": {"rows": 0, "columns": 1}}` | /errors/invalid
                    `{"resize": {"rows": 1}}`           | /errors/invalid
                    """)
    void what_cannot_be_said_is_refused_and_the_conversation_goes_on(String message, String type) throws Exception {
        String id = begun(TERMINAL);
        ScriptedWorker.Held held = world.worker.next();
        try (Talker talker = attached(id)) {
            talker.say(message);
            assertThat(talker.next("refused").path("type").asString()).isEqualTo(type);

            talker.say("{\"stdin\": \"well\"}");

            assertThat(text(held.said())).isEqualTo("well");
            held.ends(Outcomes.succeeded(held.plan(), ""));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    `nonsense`
                    `{"stdout": "x"}`
                    `{"stdin": 1}`
                    `["stdin"]`
                    `{"stdin": "a", "stdin": "b"}`
                    `{"stdin": "\\ud800"}`
                    """)
    void whoever_does_not_speak_the_protocol_is_not_listened_to(String message) throws Exception {
        String id = begun("");
        ScriptedWorker.Held held = world.worker.next();
        try (Talker talker = attached(id)) {
            talker.say(message);

            assertThat(talker.next("refused").path("type").asString()).isEqualTo("/errors/malformed");
            assertThat(talker.closed()).isEqualTo(1007);
        }
        held.ends(Outcomes.succeeded(held.plan(), ""));
    }

    @ParameterizedTest
    @CsvSource({"X-Other: 5, 101", "Content-Length: 0, 101", "Content-Length: 5, 400", "Transfer-Encoding: chunked, 400"
    })
    void a_request_with_a_body_opens_no_conversation(String header, int status) throws Exception {
        String id = begun("");
        ScriptedWorker.Held held = world.worker.next();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), world.port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(("GET /v1/executions/" + id + "/attach HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                                    + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + header + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 " + status);
        }
        held.ends(Outcomes.succeeded(held.plan(), ""));
    }

    @Test
    void whoever_sends_bytes_is_told_to_send_text() throws Exception {
        String id = begun("");
        ScriptedWorker.Held held = world.worker.next();
        try (Talker talker = attached(id)) {
            talker.say("{\"eof\": true}".getBytes(StandardCharsets.UTF_8));

            assertThat(talker.closed()).isEqualTo(1003);
            assertThat(talker.reason()).isEqualTo("Send text messages.");
        }
        held.ends(Outcomes.succeeded(held.plan(), ""));
    }

    @Test
    void a_giant_message_ends_the_conversation_and_not_the_execution() throws Exception {
        String id = begun("");
        ScriptedWorker.Held held = world.worker.next();
        try (Talker talker = attached(id)) {
            var _ = talker.begin("{\"stdin\": \"" + "x".repeat(8 << 20) + "\"}");

            assertThat(talker.closed()).isIn(1009, -1);
        }
        held.writes(Stream.STDOUT, "alive");
        try (Talker again = attached(id)) {
            assertThat(again.next("stdout").path("text").asString()).isEqualTo("alive");
        }
        held.ends(Outcomes.succeeded(held.plan(), ""));
    }

    @Test
    void a_flood_for_a_program_that_does_not_listen_is_held_back_and_a_signal_still_gets_through() throws Exception {
        String id = begun("");
        ScriptedWorker.Held held = world.worker.next();
        held.deaf(true);
        String chunk = "{\"stdin\": \"" + "x".repeat(60 << 10) + "\"}";
        try (Talker talker = attached(id)) {
            CompletableFuture<?> sent = CompletableFuture.completedFuture(null);
            int taken = 0;
            while (taken < 2_000 && isDone(sent)) {
                sent = talker.begin(chunk);
                taken++;
            }

            assertThat(taken).isLessThan(2_000); // the sockets' buffers and ours, and no more
            held.deaf(false);
            int bytes = 0;
            while (bytes < 60 << 10) {
                bytes += text(held.said()).length();
            }
            held.ends(Outcomes.succeeded(held.plan(), ""));
            talker.next("finished");
        }
    }

    private static boolean isDone(CompletableFuture<?> sent) {
        try {
            sent.get(500, TimeUnit.MILLISECONDS);
            return true;
        } catch (Exception notYet) {
            return false;
        }
    }

    @Test
    void whatever_is_not_there_or_another_tenants_cannot_be_attached_to() throws Exception {
        key("local", Role.OPERATOR); // the first is always one's
        KeySecret mine = key("ann", Role.RUNNER);
        KeySecret reads = key("ann", Role.AUDITOR);
        KeySecret other = key("bob", Role.RUNNER);
        HttpRequest.Builder asked = World.with(world.json("/v1/executions?wait=0s", TALKS.formatted("")), mine);
        String id = JsonMapper.shared()
                .readTree(world.send(asked).body())
                .path("id")
                .stringValue();
        ScriptedWorker.Held held = world.worker.next();
        String place = "/v1/executions/" + id + "/attach";

        assertThat(refusal(() -> Talker.to(world.client(), world.at(place), bearer(other))))
                .isEqualTo(404);
        assertThat(refusal(() -> Talker.to(world.client(), world.at(place), Map.of())))
                .isEqualTo(401);
        assertThat(refusal(
                        () -> Talker.to(world.client(), world.at(place), Map.of("Authorization", "Bearer fh_nothing"))))
                .isEqualTo(401);
        assertThat(refusal(() -> Talker.to(
                        world.client(),
                        world.at("/v1/executions/exe_01m88b1zvjed7thtnnjh5vddt4/attach"),
                        bearer(mine))))
                .isEqualTo(404);
        assertThat(refusal(() -> Talker.to(world.client(), world.at("/v1/executions/x/attach"), bearer(mine))))
                .isEqualTo(404);
        assertThat(refusal(() -> Talker.to(world.client(), world.at(place + "?since=1"), bearer(mine))))
                .isEqualTo(400);
        try (Talker watching = Talker.to(world.client(), world.at(place), bearer(reads))) {
            watching.say("{\"stdin\": \"x\"}");
            assertThat(watching.next("refused").path("type").asString()).isEqualTo("/errors/forbidden");
        }
        held.ends(Outcomes.succeeded(held.plan(), ""));
    }

    @Test
    void a_conversation_ends_when_its_key_is_revoked_though_the_program_listens_to_nothing() throws Exception {
        key("local", Role.OPERATOR); // the first is always one's
        Keys.Made made = made("ann", Role.RUNNER);
        HttpRequest.Builder asked =
                World.with(world.json("/v1/executions?wait=0s", TALKS.formatted("")), made.secret());
        String id = JsonMapper.shared()
                .readTree(world.send(asked).body())
                .path("id")
                .stringValue();
        ScriptedWorker.Held held = world.worker.next();
        held.deaf(true);
        String chunk = "{\"stdin\": \"" + "x".repeat(60 << 10) + "\"}";
        try (Talker talker =
                Talker.to(world.client(), world.at("/v1/executions/" + id + "/attach"), bearer(made.secret()))) {
            for (int i = 0; i < 4; i++) {
                talker.say(chunk);
            }
            talker.next("state");

            world.identity.keys().revoke(OPERATOR, made.key().id());

            assertThat(talker.closed()).isEqualTo(1008);
        }
        held.ends(Outcomes.succeeded(held.plan(), ""));
    }

    private KeySecret key(String tenant, Role role) {
        return made(tenant, role).secret();
    }

    private Keys.Made made(String tenant, Role role) {
        if (world.identity.tenants().find(tenant).isEmpty()) {
            world.identity.tenants().create(OPERATOR, tenant, Optional.empty());
        }
        Attempt<Keys.Made> made = world.identity
                .keys()
                .create(
                        OPERATOR,
                        new Keys.Wish(
                                Optional.of(tenant),
                                "test",
                                role,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()));
        return ((Attempt.Done<Keys.Made>) made).value();
    }

    private static Map<String, String> bearer(KeySecret key) {
        return Map.of("Authorization", "Bearer " + key.value());
    }

    @Test
    void a_web_page_cannot_attach_to_a_server_without_keys() throws Exception {
        String id = begun("");
        ScriptedWorker.Held held = world.worker.next();

        int status = refusal(() -> Talker.to(
                world.client(),
                world.at("/v1/executions/" + id + "/attach"),
                Map.of("Origin", "https://elsewhere.example")));

        assertThat(status).isEqualTo(403);
        held.ends(Outcomes.succeeded(held.plan(), ""));
    }

    @Test
    void nobody_is_given_a_session_and_other_paths_know_nothing_of_sockets() throws Exception {
        String id = begun("");
        ScriptedWorker.Held held = world.worker.next();

        for (String path : List.of("/v1/executions/" + id + "/attach", "/v1/runtimes", "/nothing")) {
            HttpResponse<String> answer = world.client()
                    .send(
                            HttpRequest.newBuilder(world.at(path))
                                    .header("Sec-WebSocket-Version", "13")
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.headers().firstValue("Set-Cookie")).as(path).isEmpty();
            assertThat(answer.statusCode())
                    .as(path)
                    .isEqualTo(path.contains(id) ? 426 : path.contains("v1") ? 200 : 404);
        }
        held.ends(Outcomes.succeeded(held.plan(), ""));
    }

    @Test
    void an_opening_that_lacks_its_key_is_the_clients_mistake_and_not_ours() throws Exception {
        String id = begun("");
        ScriptedWorker.Held held = world.worker.next();

        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), world.port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(("GET /v1/executions/" + id
                                    + "/attach HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
                                    + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));

            assertThat(new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                            .readLine())
                    .isEqualTo("HTTP/1.1 400 Bad Request");
        }
        held.ends(Outcomes.succeeded(held.plan(), ""));
    }

    @Test
    void whoever_opens_no_socket_is_told_to() throws Exception {
        String id = begun("");
        ScriptedWorker.Held held = world.worker.next();

        HttpResponse<String> answer = world.get("/v1/executions/" + id + "/attach");

        assertThat(answer.statusCode()).isEqualTo(426);
        assertThat(answer.headers().firstValue("Upgrade")).contains("websocket");
        held.ends(Outcomes.succeeded(held.plan(), ""));
    }

    @Test
    void a_lost_worker_ends_an_interactive_execution_in_words() throws Exception {
        String id = begun("");
        ScriptedWorker.Held held = world.worker.next();
        try (Talker talker = attached(id)) {
            held.isLost();

            JsonNode ended = talker.next("finished");

            assertThat(ended.path("verdict").asString()).isEqualTo("faulted");
            assertThat(ended.path("explanation").asString()).contains("said to the program");
        }
    }

    @Test
    void it_is_not_replayed() throws Exception {
        String id = begun("");
        ScriptedWorker.Held held = world.worker.next();
        try (Talker talker = attached(id)) {
            held.ends(Outcomes.succeeded(held.plan(), ""));
            talker.next("finished");
        }

        HttpResponse<String> answer = world.post("/v1/executions/" + id + "/replay", "");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("interactive");
    }
}
