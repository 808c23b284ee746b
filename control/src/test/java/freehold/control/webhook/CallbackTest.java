package freehold.control.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import freehold.control.callback.Backoff;
import freehold.control.callback.Letter;
import freehold.control.callback.Sender;
import freehold.control.tenancy.KeySecret;
import freehold.control.world.Outcomes;
import freehold.control.world.ScriptedWorker.Held;
import freehold.control.world.World;
import freehold.control.world.World.Recipe;
import freehold.leak.LeakWatch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Messages to a receiver that answers as the test wants. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
final class CallbackTest {
    private static final String SECRET = "whsec_"
            + Base64.getEncoder()
                    .encodeToString("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
    private static final Backoff HASTY = new Backoff(Duration.ofMillis(5), 3);

    @TempDir
    private Path folder;

    private final BlockingQueue<Message> received = new LinkedBlockingQueue<>();
    private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
    private final CountDownLatch slow = new CountDownLatch(1);
    private final CountDownLatch answered = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer receiver;

    private record Message(String method, String path, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    @BeforeEach
    void listen() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.setExecutor(threads);
        receiver.createContext("/", this::receive);
        receiver.start();
    }

    @AfterEach
    void close() {
        receiver.stop(0);
        threads.close();
    }

    private void receive(HttpExchange exchange) throws IOException {
        if (exchange.getRequestURI().getPath().startsWith("/slow")) {
            slow.countDown();
            await(answered);
        }
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
        Integer status = answers.poll();
        exchange.getResponseHeaders().add("Location", "/elsewhere");
        exchange.sendResponseHeaders(status == null ? 204 : status, -1);
        exchange.close();
        received.add(new Message(
                exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, body));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_slow_receiver_of_much_holds_up_no_other_tenants_messages_of_much() throws Exception {
        KeySecret ann = KeySecret.make(new SecureRandom());
        KeySecret bob = KeySecret.make(new SecureRandom());
        try (World world = new World(folder, recipe().keys(World.keysOf(ann, bob)))) {
            String slowly = url().replace("/hook", "/slow");
            much(world, ann, slowly);
            slow.await();

            much(world, bob, url());

            Message message = received.take();
            JsonNode hers = json(world.send(World.with(HttpRequest.newBuilder(world.at("/v1/callbacks")), ann)));
            assertThat(message.path()).isEqualTo("/hook?a=b");
            assertThat(hers.at("/items/0/attempts").asInt()).isZero(); // it goes on
            answered.countDown();
        } finally {
            answered.countDown();
        }
    }

    private static void much(World world, KeySecret key, String url) throws Exception {
        world.send(World.with(world.json("/v1/executions?wait=0s", request("hold", url, "")), key));
        Held held = world.worker.next();
        held.ends(Outcomes.succeeded(held.plan(), "x".repeat(1 << 20)));
    }

    private String url() {
        return "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook?a=b";
    }

    private Recipe recipe() {
        return Recipe.USUAL.callbacks(
                Destinations.parse(List.of("127.0.0.1:" + receiver.getAddress().getPort())), HASTY);
    }

    private static String request(String script, String url, String more) {
        return "{\"runtime\": \"python\", \"source\": \"" + script + "\", \"callback\": {\"url\": \"" + url + "\""
                + more + "}}";
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    private static JsonNode awaited(World world, String state) throws Exception {
        JsonNode items;
        do {
            items = json(world.get("/v1/callbacks?state=" + state)).path("items");
        } while (items.isEmpty());
        return items.get(0);
    }

    private static String signature(String secret, Message message) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
        String signed = message.header("webhook-id") + "." + message.header("webhook-timestamp") + "." + message.body();
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void the_end_is_told_signed_with_the_secret_of_the_request() throws Exception {
        try (World world = new World(folder, recipe())) {
            HttpResponse<String> answer =
                    world.post("/v1/executions", request("echo hé", url(), ", \"secret\": \"" + SECRET + "\""));

            Message message = received.take();
            JsonNode delivered = awaited(world, "delivered");
            assertThat(message.method()).isEqualTo("POST");
            assertThat(message.path()).isEqualTo("/hook?a=b");
            assertThat(message.body()).isEqualTo(answer.body());
            assertThat(message.header("content-type")).isEqualTo("application/json");
            assertThat(message.header("webhook-signature")).isEqualTo(signature(SECRET, message));
            assertThat(delivered.path("id").stringValue()).isEqualTo(message.header("webhook-id"));
            assertThat(world.get("/v1/callbacks/" + message.header("webhook-id"))
                            .body())
                    .doesNotContain("whsec_");
        }
    }

    @Test
    void the_end_of_a_submission_by_the_dialect_judge0_is_put_as_its_peer_puts_it() throws Exception {
        try (World world = new World(folder, recipe())) {
            String submission =
                    "{\"source_code\": \"echo hé\", \"language_id\": 71, \"callback_url\": \"" + url() + "\"}";

            String token = json(world.sendUnchecked(world.json("/compat/judge0/submissions", submission)))
                    .path("token")
                    .stringValue();

            Message message = received.take();
            JsonNode told = JsonMapper.shared().readTree(message.body());
            HttpResponse<String> asked = world.sendUnchecked(
                    HttpRequest.newBuilder(world.at("/compat/judge0/submissions/" + token + "?base64_encoded=true")));
            assertThat(message.method()).isEqualTo("PUT");
            assertThat(told).isEqualTo(json(asked));
            assertThat(told.path("token").stringValue()).isEqualTo(token);
            assertThat(told.path("status").path("id").intValue()).isEqualTo(3);
            assertThat(message.header("webhook-signature")).isEqualTo(signature(secretOf(world), message));
        }
    }

    @Test
    void the_dialect_judge0_reaches_no_place_inside_either() throws Exception {
        try (World world = new World(folder, Recipe.USUAL.callbacks(Destinations.PUBLIC, HASTY))) {
            String submission =
                    "{\"source_code\": \"echo a\", \"language_id\": 71, \"callback_url\": \"" + url() + "\"}";

            world.sendUnchecked(world.json("/compat/judge0/submissions", submission));

            assertThat(awaited(world, "dead").path("last_error").stringValue()).contains("--callback-to");
            assertThat(received).isEmpty();
        }
    }

    private static String secretOf(World world) throws Exception {
        return json(world.get("/v1/callbacks/secret")).path("secret").stringValue();
    }

    @Test
    void without_a_secret_it_is_signed_with_the_tenants() throws Exception {
        try (World world = new World(folder, recipe())) {
            world.post("/v1/executions", request("echo a", url(), ""));

            Message message = received.take();
            String secret =
                    json(world.get("/v1/callbacks/secret")).path("secret").stringValue();
            assertThat(message.header("webhook-signature")).isEqualTo(signature(secret, message));
        }
    }

    @Test
    void it_is_tried_again_with_the_same_id_until_it_is_taken() throws Exception {
        answers.addAll(List.of(500, 302, 200));
        try (World world = new World(folder, recipe())) {
            world.post("/v1/executions", request("echo a", url(), ""));

            JsonNode delivered = awaited(world, "delivered");
            assertThat(delivered.path("attempts").asInt()).isEqualTo(3);
            assertThat(received).hasSize(3);
            assertThat(received.stream().map(each -> each.header("webhook-id")).distinct())
                    .hasSize(1);
            assertThat(received).noneMatch(each -> each.path().equals("/elsewhere"));
        }
    }

    @Test
    void it_is_given_up_in_the_end_and_sent_again_when_asked_for() throws Exception {
        answers.addAll(List.of(500, 500, 302));
        try (World world = new World(folder, recipe())) {
            world.post("/v1/executions", request("echo a", url(), ""));

            JsonNode dead = awaited(world, "dead");
            HttpResponse<String> again =
                    world.post("/v1/callbacks/" + dead.path("id").stringValue() + "/redeliver", "");
            JsonNode delivered = awaited(world, "delivered");

            assertThat(dead.path("last_error").stringValue()).isEqualTo("answered 302; redirects are not followed");
            assertThat(again.statusCode()).isEqualTo(202);
            assertThat(delivered.path("attempts").asInt()).isEqualTo(1);
            assertThat(received).hasSize(4);
        }
    }

    @Test
    void whoever_answers_that_it_is_gone_is_not_asked_again() throws Exception {
        answers.add(410);
        try (World world = new World(folder, recipe())) {
            world.post("/v1/executions", request("echo a", url(), ""));

            assertThat(awaited(world, "dead").path("attempts").asInt()).isEqualTo(1);
        }
    }

    @Test
    void this_machine_is_off_limits_unless_the_operator_lists_it() throws Exception {
        try (World world = new World(folder, Recipe.USUAL.callbacks(Destinations.PUBLIC, HASTY))) {
            for (String host :
                    List.of("127.0.0.1", "localhost", "[::1]", "0.0.0.0", "[::ffff:127.0.0.1]", "2130706433")) {
                String url = url().replace("127.0.0.1", host);
                HttpResponse<String> answer = world.post("/v1/executions", request("echo a", url, ""));
                if (answer.statusCode() == 422) {
                    continue; // no address at all
                }
                String id = json(answer).path("id").stringValue().replace("exe_", "cbk_");
                JsonNode message;
                do {
                    message = json(world.get("/v1/callbacks/" + id));
                } while (message.path("state").stringValue("waiting").equals("waiting"));
                assertThat(message.path("state").stringValue()).as(host).isEqualTo("dead");
                assertThat(message.path("last_error").stringValue()).contains("--callback-to");
            }
            assertThat(received).isEmpty();
        }
    }

    @Test
    void who_takes_the_connection_and_says_nothing_is_not_awaited_for_long() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            var sender = new SocketSender(Destinations.parse(List.of("127.0.0.0/8")), Duration.ofMillis(200));

            var result = sender.send(
                    URI.create("http://127.0.0.1:" + silent.getLocalPort()),
                    Map.of(),
                    new Letter(Letter.Method.POST, new byte[16 << 20]));

            assertThat(result).isEqualTo(new Sender.Result.Unreachable("no answer within 200 ms"));
        }
    }

    @Test
    void a_message_that_was_not_told_is_told_by_the_next_server() throws Exception {
        Path copy = Files.createDirectories(folder.resolve("copy"));
        try (World world = new World(folder, Recipe.USUAL.callbacks(Destinations.PUBLIC, HASTY))) {
            String id = json(world.post("/v1/executions?wait=0s", request("hold", url(), "")))
                    .path("id")
                    .stringValue();
            for (String file : List.of("freehold.db", "freehold.db-wal")) { // as kill -9 would leave them
                Files.copy(folder.resolve(file), copy.resolve(file));
            }
            world.worker.next();
            world.post("/v1/executions/" + id + "/cancel", "");
            awaited(world, "dead");
        }

        try (World later = new World(copy, recipe())) {
            Held again = later.worker.next();
            again.ends(Outcomes.succeeded(again.plan(), "again"));

            assertThat(received.take().body()).contains("again");
            awaited(later, "delivered");
        }
    }

    @Test
    void an_erased_execution_takes_its_message_along() throws Exception {
        try (World world = new World(folder, recipe())) {
            String id = json(world.post("/v1/executions", request("echo a", url(), "")))
                    .path("id")
                    .stringValue();
            JsonNode delivered = awaited(world, "delivered");

            world.send(HttpRequest.newBuilder(world.at("/v1/executions/" + id)).DELETE());

            assertThat(world.get("/v1/callbacks/" + delivered.path("id").stringValue())
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void what_is_no_address_or_no_secret_is_refused_at_once() throws Exception {
        try (World world = new World(folder, recipe())) {
            for (String url : List.of(
                    "",
                    "/x",
                    "ftp://x/",
                    "http://",
                    "http://a:b@x/",
                    "http://x/#a",
                    "http://x/ y",
                    "file:///etc/passwd")) {
                HttpResponse<String> refused = world.post("/v1/executions", request("echo a", url, ""));
                assertThat(refused.statusCode()).as(url).isEqualTo(422);
                assertThat(json(refused).at("/errors/0/pointer").stringValue()).isEqualTo("#/callback/url");
            }
            assertThat(world.post("/v1/executions", request("echo a", url(), ", \"secret\": \"short\""))
                            .statusCode())
                    .isEqualTo(422);
            assertThat(world.post("/v1/callbacks/cbk_01m88b1zvjed7thtnnjh5vddt4/redeliver", "")
                            .statusCode())
                    .isEqualTo(404);
            assertThat(world.get("/v1/callbacks?state=odd").statusCode()).isEqualTo(422);
        }
    }
}
