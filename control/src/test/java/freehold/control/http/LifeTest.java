package freehold.control.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.control.dispatch.QueueBounds;
import freehold.control.tenancy.Caller;
import freehold.control.tenancy.KeyFile;
import freehold.control.tenancy.KeySecret;
import freehold.control.tenancy.Right;
import freehold.control.world.Outcomes;
import freehold.control.world.ScriptedWorker.Held;
import freehold.control.world.World;
import freehold.control.world.World.Recipe;
import freehold.execution.Artifact;
import freehold.execution.WorkPath;
import freehold.leak.LeakWatch;
import freehold.quantity.Bytes;
import freehold.tenant.TenantId;
import freehold.wire.link.Stream;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Executions over HTTP from beginning to end. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
final class LifeTest {
    private static final String HOLD = "{\"runtime\": \"python\", \"source\": \"hold\"}";

    @TempDir
    private Path folder;

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    private static String id(HttpResponse<String> response) {
        return json(response).path("id").stringValue();
    }

    private static String echo(String text) {
        return "{\"runtime\": \"python\", \"source\": \"echo " + text + "\"}";
    }

    @Test
    void a_program_is_run_and_its_end_is_the_answer() throws Exception {
        try (World world = new World(folder)) {
            HttpResponse<String> answer = world.post("/v1/executions", echo("hello"));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(json(answer).path("verdict").stringValue()).isEqualTo("succeeded");
            assertThat(json(answer).at("/run/stdout").stringValue()).isEqualTo("hello");
        }
    }

    @Test
    void requests_are_counted_by_the_pattern_of_their_path_and_never_by_the_path() throws Exception {
        try (World world = new World(folder)) {
            world.post("/v1/executions", echo("hello"));
            world.get("/v1/executions/exe_0123");
            world.sendUnchecked(HttpRequest.newBuilder(world.at("/nowhere/a-canary")));

            String metrics = world.sendUnchecked(HttpRequest.newBuilder(world.at("/metrics")))
                    .body();

            assertThat(metrics)
                    .contains(
                            "freehold_http_requests_seconds_count{method=\"POST\",route=\"/v1/executions\",status=\"200\"} 1",
                            "route=\"/v1/executions/{id}\"",
                            "route=\"unknown\"",
                            "freehold_execution_stage_seconds_count{stage=\"ran\"} 1",
                            "freehold_queue_depth 0.0")
                    .doesNotContain("a-canary");
        }
    }

    @Test
    void what_was_answered_is_found_again_as_it_was() throws Exception {
        try (World world = new World(folder)) {
            HttpResponse<String> answer = world.post("/v1/executions", echo("hello"));

            assertThat(world.get("/v1/executions/" + id(answer)).body()).isEqualTo(answer.body());
        }
    }

    @Test
    void a_record_outlives_the_server() throws Exception {
        HttpResponse<String> answer;
        try (World world = new World(folder)) {
            answer = world.post(
                    "/v1/executions",
                    "{\"runtime\": \"c\", \"source\": \"echo é\", \"labels\": {\"course\": \"cs1\"}}");
        }

        try (World world = new World(folder)) {
            assertThat(world.get("/v1/executions/" + id(answer)).body()).isEqualTo(answer.body());
        }
    }

    @Test
    void output_that_is_no_text_is_there_twice() throws Exception {
        try (World world = new World(folder)) {
            String location = world.post("/v1/executions?wait=0s", HOLD)
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
            Held held = world.worker.next();
            held.ends(Outcomes.succeeded(held.plan(), new byte[] {'a', (byte) 0xff}, List.of()));

            JsonNode run = json(world.get(location + "?wait=5s")).path("run");

            assertThat(run.path("stdout").stringValue()).isEqualTo("a\ufffd");
            assertThat(run.path("stdout_base64").stringValue()).isEqualTo("Yf8=");
        }
    }

    @Test
    void an_unfinished_execution_is_promised_and_runs_again_after_the_server_died() throws Exception {
        String location;
        Path copy = folder.resolve("copy");
        Files.createDirectories(copy);
        try (World world = new World(folder)) {
            HttpResponse<String> answer = world.post("/v1/executions?wait=0s", HOLD);
            location = answer.headers().firstValue("Location").orElseThrow();
            for (String file : List.of("freehold.db", "freehold.db-wal")) { // as kill -9 would leave them
                Files.copy(folder.resolve(file), copy.resolve(file));
            }
            world.worker.next().cancel();
        }

        try (World later = new World(copy)) {
            Held again = later.worker.next();
            again.ends(Outcomes.succeeded(again.plan(), "second"));

            JsonNode execution = json(later.get(location + "?wait=5s"));
            assertThat(execution.at("/run/stdout").stringValue()).isEqualTo("second");
        }
    }

    @Test
    void a_running_execution_is_cancelled_and_a_finished_one_stays_as_it_is() throws Exception {
        try (World world = new World(folder)) {
            String id = id(world.post("/v1/executions?wait=0s", HOLD));
            Held ignored = world.worker.next();

            assertThat(world.post("/v1/executions/" + id + "/cancel", "").statusCode())
                    .isEqualTo(202);
            JsonNode ended = json(world.get("/v1/executions/" + id + "?wait=5s"));
            assertThat(world.post("/v1/executions/" + id + "/cancel", "").statusCode())
                    .isEqualTo(202);

            assertThat(ended.path("verdict").stringValue()).isEqualTo("cancelled");
            assertThat(json(world.get("/v1/executions/" + id))).isEqualTo(ended);
            assertThat(ignored.plan().id().value()).isEqualTo(id);
        }
    }

    @Test
    void a_waiting_execution_is_cancelled_without_having_run() throws Exception {
        try (World world = new World(folder, Recipe.USUAL.cells(1))) {
            String first = id(world.post("/v1/executions?wait=0s", HOLD));
            String second = id(world.post("/v1/executions?wait=0s", HOLD));

            world.post("/v1/executions/" + second + "/cancel", "");

            JsonNode ended = json(world.get("/v1/executions/" + second));
            assertThat(ended.path("verdict").stringValue()).isEqualTo("cancelled");
            assertThat(ended.path("run").isNull()).isTrue();
            world.post("/v1/executions/" + first + "/cancel", "");
        }
    }

    @Test
    void a_full_queue_refuses_with_the_time_to_come_back() throws Exception {
        Recipe recipe = Recipe.USUAL.cells(1).queue(new QueueBounds(1, 1, Bytes.mebi(1)));
        try (World world = new World(folder, recipe)) {
            String running = id(world.post("/v1/executions?wait=0s", HOLD));
            String waiting = id(world.post("/v1/executions?wait=0s", HOLD));

            HttpResponse<String> refused = world.post("/v1/executions?wait=0s", HOLD);

            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(Integer.parseInt(
                            refused.headers().firstValue("Retry-After").orElseThrow()))
                    .isBetween(1, 120);
            world.post("/v1/executions/" + waiting + "/cancel", "");
            world.post("/v1/executions/" + running + "/cancel", "");
        }
    }

    @Test
    void without_a_worker_it_is_unavailable_and_not_ready_but_alive() throws Exception {
        try (World world = new World(folder)) {
            world.worker.ready(false);

            assertThat(world.post("/v1/executions", HOLD).statusCode()).isEqualTo(503);
            assertThat(world.post("/v1/executions", "{\"runtime\": \"cobol\", \"source\": \"\"}")
                            .statusCode())
                    .as("what a worker that comes may bring")
                    .isEqualTo(503);
            assertThat(world.get("/readyz").statusCode()).isEqualTo(503);
            assertThat(world.get("/healthz").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_client_that_goes_away_ends_its_execution() throws Exception {
        try (World world = new World(folder)) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), world.port)) {
                send(socket, world, "");
                world.worker.next();
            }

            assertThat(awaitVerdict(world)).isEqualTo("cancelled");
        }
    }

    @Test
    void with_an_idempotency_key_it_goes_on_without_the_client() throws Exception {
        try (World world = new World(folder)) {
            Held held;
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), world.port)) {
                send(socket, world, "Idempotency-Key: k1\r\n");
                held = world.worker.next();
            }
            held.ends(Outcomes.succeeded(held.plan(), "done"));

            HttpResponse<String> again =
                    world.send(world.json("/v1/executions", HOLD).header("Idempotency-Key", "k1"));

            assertThat(json(again).at("/run/stdout").stringValue()).isEqualTo("done");
            assertThat(id(again)).isEqualTo(held.plan().id().value());
        }
    }

    private static void send(Socket socket, World world, String header) throws Exception {
        socket.getOutputStream()
                .write(("POST /v1/executions?wait=60s HTTP/1.1\r\nHost: 127.0.0.1:" + world.port
                                + "\r\nContent-Type: application/json\r\n" + header + "Content-Length: " + HOLD.length()
                                + "\r\n\r\n" + HOLD)
                        .getBytes(StandardCharsets.US_ASCII));
    }

    private static String awaitVerdict(World world) throws Exception {
        String id = json(world.get("/v1/executions")).at("/items/0/id").stringValue();
        return json(world.get("/v1/executions/" + id + "?wait=30s"))
                .path("verdict")
                .stringValue();
    }

    @Test
    void a_key_with_another_body_is_a_conflict() throws Exception {
        try (World world = new World(folder)) {
            HttpResponse<String> first =
                    world.send(world.json("/v1/executions", echo("a")).header("Idempotency-Key", "k"));
            HttpResponse<String> same =
                    world.send(world.json("/v1/executions", echo("a")).header("Idempotency-Key", "k"));
            HttpResponse<String> other =
                    world.send(world.json("/v1/executions", echo("b")).header("Idempotency-Key", "k"));

            assertThat(same.body()).isEqualTo(first.body());
            assertThat(other.statusCode()).isEqualTo(409);
        }
    }

    @Test
    void requests_with_one_key_at_one_time_are_one_execution() throws Exception {
        try (World world = new World(folder)) {
            HttpRequest request = world.json("/v1/executions", echo("a"))
                    .header("Idempotency-Key", "k")
                    .build();

            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                answers.add(world.client().sendAsync(request, BodyHandlers.ofString()));
            }

            assertThat(answers.stream()
                            .map(CompletableFuture::join)
                            .map(LifeTest::id)
                            .distinct())
                    .hasSize(1);
        }
    }

    @Test
    void erasing_leaves_nothing_of_the_content_in_any_file() throws Exception {
        try (World world = new World(folder)) {
            String id = id(world.post("/v1/executions", echo("xyzzy-needle-in-the-record")));

            HttpResponse<String> erased = world.send(
                    HttpRequest.newBuilder(world.at("/v1/executions/" + id)).DELETE());

            assertThat(erased.statusCode()).isEqualTo(204);
            assertThat(world.get("/v1/executions/" + id).statusCode()).isEqualTo(404);
            assertThat(world.worker.forgotten()).containsExactly(TenantId.LOCAL);
            for (String file : List.of("freehold.db", "freehold.db-wal")) {
                assertThat(Files.readString(folder.resolve(file), StandardCharsets.ISO_8859_1))
                        .doesNotContain("xyzzy-needle");
            }
        }
    }

    @Test
    void a_living_execution_is_not_erased() throws Exception {
        try (World world = new World(folder)) {
            String id = id(world.post("/v1/executions?wait=0s", HOLD));

            HttpResponse<String> refused = world.send(
                    HttpRequest.newBuilder(world.at("/v1/executions/" + id)).DELETE());

            assertThat(refused.statusCode()).isEqualTo(409);
            world.post("/v1/executions/" + id + "/cancel", "");
        }
    }

    @Test
    void an_artifact_is_sent_as_an_attachment_and_goes_with_its_execution() throws Exception {
        try (World world = new World(folder)) {
            String id = id(world.post("/v1/executions?wait=0s", HOLD));
            Held held = world.worker.next();
            byte[] page = "<script>".getBytes(StandardCharsets.UTF_8);
            var stored = world.blobs.put(TenantId.LOCAL, new ByteArrayInputStream(page));
            WorkPath path = new WorkPath("out/ü %;#?\\.html");
            held.ends(Outcomes.succeeded(
                    held.plan(), new byte[0], List.of(new Artifact(path, page.length, stored.digest()))));
            JsonNode artifact =
                    json(world.get("/v1/executions/" + id + "?wait=5s")).at("/artifacts/0");

            var href = world.at(artifact.path("href").stringValue());
            HttpResponse<String> answer =
                    world.client().send(HttpRequest.newBuilder(href).build(), BodyHandlers.ofString());
            String tag = answer.headers().firstValue("ETag").orElseThrow();
            HttpResponse<String> again =
                    world.send(HttpRequest.newBuilder(href).header("If-None-Match", "\"other\", W/" + tag));
            HttpResponse<String> other = world.send(HttpRequest.newBuilder(href).header("If-None-Match", "\"other\""));
            world.send(HttpRequest.newBuilder(world.at("/v1/executions/" + id)).DELETE());

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("<script>");
            assertThat(again.statusCode()).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(other.body()).isEqualTo("<script>");
            assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
                    .startsWith("attachment;");
            assertThat(world.blobs.find(TenantId.LOCAL, stored.digest())).isEmpty();
        }
    }

    @Test
    void stored_content_is_checked_and_can_be_a_file_of_a_request() throws Exception {
        try (World world = new World(folder)) {
            String digest = "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"; // hello

            assertThat(put(world, digest, "other").statusCode()).isEqualTo(422);
            assertThat(put(world, digest, "hello").statusCode()).isEqualTo(201);
            assertThat(put(world, digest, "hello").statusCode()).isEqualTo(200);
            HttpResponse<String> run = world.post(
                    "/v1/executions",
                    "{\"runtime\": \"python\", \"files\": [{\"path\": \"a.py\", \"blob\": \"" + digest + "\"}]}");

            assertThat(run.statusCode()).as(run.body()).isEqualTo(200);
        }
    }

    private static HttpResponse<String> put(World world, String digest, String content) throws Exception {
        return world.send(HttpRequest.newBuilder(world.at("/v1/blobs/" + digest))
                .header("Content-Type", "application/octet-stream")
                .PUT(BodyPublishers.ofString(content)));
    }

    @Test
    void the_list_goes_from_new_to_old_in_pages_and_can_be_filtered() throws Exception {
        try (World world = new World(folder)) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                ids.addFirst(id(world.post(
                        "/v1/executions",
                        "{\"runtime\": \"python\", \"source\": \"echo\", \"labels\": {\"n\": \"" + i % 2 + "\"}}")));
            }
            String living = id(world.post("/v1/executions?wait=0s", HOLD));
            ids.addFirst(living);

            List<String> walked = new ArrayList<>();
            String next = "";
            do {
                JsonNode page = json(world.get("/v1/executions?limit=2" + next));
                page.path("items").forEach(each -> walked.add(each.path("id").stringValue()));
                next = page.path("next").isNull()
                        ? ""
                        : "&cursor=" + page.path("next").stringValue();
            } while (!next.isEmpty());

            assertThat(walked).isEqualTo(ids);
            assertThat(json(world.get("/v1/executions?label=n:1")).path("items"))
                    .hasSize(2);
            assertThat(json(world.get("/v1/executions?state=running"))
                            .at("/items/0/id")
                            .stringValue())
                    .isEqualTo(living);
            assertThat(json(world.get("/v1/executions?verdict=failed")).path("items"))
                    .isEmpty();
            assertThat(json(world.get("/v1/executions?label=n:1&label=n:1")).path("items"))
                    .hasSize(2);
            assertThat(world.get("/v1/executions?label=n:1&label=n:0").statusCode())
                    .isEqualTo(422);
            assertThat(world.get("/v1/executions?state=odd").statusCode()).isEqualTo(422);
            assertThat(world.get("/v1/executions?limit=501").statusCode()).isEqualTo(422);
            world.post("/v1/executions/" + living + "/cancel", "");
        }
    }

    @Test
    void events_are_followed_live_and_resume_anywhere_also_from_the_record() throws Exception {
        try (World world = new World(folder)) {
            String id = id(world.post("/v1/executions?wait=0s", HOLD));
            CompletableFuture<HttpResponse<String>> following =
                    world.client().sendAsync(events(world, id, "0"), BodyHandlers.ofString());
            Held held = world.worker.next();
            held.writes(Stream.STDOUT, "one");
            held.writes(Stream.STDOUT, "two");
            held.ends(Outcomes.succeeded(held.plan(), "onetwo"));
            String live = following.join().body();

            String later = world.client()
                    .send(events(world, id, "0"), BodyHandlers.ofString())
                    .body();
            String resumed = world.client()
                    .send(events(world, id, "4"), BodyHandlers.ofString())
                    .body();
            String over = world.client()
                    .send(events(world, id, "9"), BodyHandlers.ofString())
                    .body();
            String beyond = world.client()
                    .send(events(world, id, "999999999999999999"), BodyHandlers.ofString())
                    .body();

            assertThat(text(live)).isEqualTo("onetwo");
            assertThat(live)
                    .contains("id: 1\nevent: state\ndata: {\"state\":\"queued\"}")
                    .contains("event: finished");
            assertThat(text(later)).isEqualTo("onetwo");
            assertThat(text(resumed)).isEqualTo("etwo");
            assertThat(resumed).contains("\"offset\":2");
            assertThat(over).doesNotContain("event:");
            assertThat(beyond).isEqualTo(later); // a place of another attempt: this one from its beginning
        }
    }

    private static HttpRequest events(World world, String id, String after) {
        return HttpRequest.newBuilder(world.at("/v1/executions/" + id + "/events"))
                .header("Last-Event-ID", after)
                .build();
    }

    private static String text(String events) {
        StringBuilder text = new StringBuilder();
        for (String line : events.lines().toList()) {
            if (line.startsWith("data: ")) {
                text.append(JsonMapper.shared()
                        .readTree(line.substring(6))
                        .path("text")
                        .asString(""));
            }
        }
        return text.toString();
    }

    @Test
    void keys_say_who_calls_and_what_they_may_and_tenants_do_not_see_each_other() throws Exception {
        KeySecret ann = KeySecret.make(new SecureRandom());
        KeySecret bob = KeySecret.make(new SecureRandom());
        KeyFile keys = new KeyFile(List.of(
                new KeyFile.Key(ann.digest(), new Caller(new TenantId("ann"), EnumSet.allOf(Right.class))),
                new KeyFile.Key(bob.digest(), new Caller(new TenantId("bob"), Set.of(Right.READ)))));
        try (World world = new World(folder, Recipe.USUAL.keys(keys))) {
            HttpResponse<String> run = world.send(with(world.json("/v1/executions", echo("x")), ann));
            String path = "/v1/executions/" + id(run);

            assertThat(run.statusCode()).isEqualTo(200);
            assertThat(world.get(path).statusCode()).isEqualTo(401);
            assertThat(world.send(with(HttpRequest.newBuilder(world.at(path)), ann))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(world.send(with(HttpRequest.newBuilder(world.at(path)), bob))
                            .statusCode())
                    .isEqualTo(404);
            assertThat(world.send(with(world.json("/v1/executions", echo("x")), bob))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(world.get("/healthz").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void what_lives_of_another_tenant_is_not_there() throws Exception {
        KeySecret ann = KeySecret.make(new SecureRandom());
        KeySecret bob = KeySecret.make(new SecureRandom());
        KeyFile keys = World.keysOf(ann, bob);
        try (World world = new World(folder, Recipe.USUAL.keys(keys))) {
            String path = "/v1/executions/" + id(world.send(with(world.json("/v1/executions?wait=0s", HOLD), ann)));
            Held held = world.worker.next();
            List<Integer> statuses = new ArrayList<>();

            for (HttpRequest.Builder request : List.of(
                    HttpRequest.newBuilder(world.at(path)),
                    HttpRequest.newBuilder(world.at(path + "/timeline")),
                    HttpRequest.newBuilder(world.at(path)).DELETE(),
                    world.json(path + "/cancel", ""))) {
                statuses.add(world.send(with(request, bob)).statusCode());
            }
            JsonNode listed = json(world.send(with(HttpRequest.newBuilder(world.at("/v1/executions")), bob)));
            int own = world.send(with(HttpRequest.newBuilder(world.at(path)), ann))
                    .statusCode();
            held.ends(Outcomes.succeeded(held.plan(), "x"));

            assertThat(statuses).containsExactly(404, 404, 404, 404);
            assertThat(listed.path("items")).isEmpty();
            assertThat(own).isEqualTo(200);
        }
    }

    private static HttpRequest.Builder with(HttpRequest.Builder request, KeySecret key) {
        return request.header("Authorization", "Bearer " + key.value());
    }

    @Test
    void whoever_waits_longer_than_a_connection_may_be_idle_is_answered() throws Exception {
        ServerSettings usual = ServerSettings.onLoopback(0);
        // of which no multiple is the second that is waited: the connection could be closed as its next request comes
        ServerSettings hasty = new ServerSettings(
                usual.address(), 0, usual.body(), usual.blob(), usual.drain(), Duration.ofMillis(300), 100, List.of());
        try (World world = new World(folder, Recipe.USUAL.settings(hasty))) {
            String id = id(world.post("/v1/executions?wait=0s", HOLD));

            HttpResponse<String> answer = world.get("/v1/executions/" + id + "?wait=1s");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(json(answer).path("state").stringValue()).isEqualTo("running");
            world.post("/v1/executions/" + id + "/cancel", "");
        }
    }

    @Test
    void a_stopping_server_leaves_kept_connections_at_once_and_finishes_the_request_that_is_under_way()
            throws Exception {
        byte[] content = "hello".getBytes(StandardCharsets.US_ASCII);
        String digest = "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
        try (World world = new World(folder);
                Socket kept = connected(world);
                Socket busy = connected(world)) {
            ask(kept, "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
            assertThat(line(kept)).startsWith("HTTP/1.1 200");
            ask(
                    busy,
                    "PUT /v1/blobs/" + digest + " HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: 100-continue\r\n"
                            + "Content-Type: application/octet-stream\r\nContent-Length: 5\r\n\r\n");
            assertThat(line(busy)).startsWith("HTTP/1.1 100"); // whoever reads the body is at work
            line(busy);

            Thread closing = Thread.startVirtualThread(world::stop);
            kept.getInputStream().transferTo(OutputStream.nullOutputStream()); // to its end

            assertThat(closing.isAlive()).isTrue();
            busy.setSoTimeout(2_000); // Jetty by itself cuts off after one second whoever is silent then
            assertThatThrownBy(() -> busy.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            busy.setSoTimeout(20_000);
            busy.getOutputStream().write(content);
            assertThat(line(busy)).startsWith("HTTP/1.1 201");
            closing.join();
        }
    }

    private static Socket connected(World world) throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), world.port);
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void ask(Socket socket, String request) throws Exception {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    private static String line(Socket socket) throws Exception {
        StringBuilder line = new StringBuilder();
        for (int next = socket.getInputStream().read();
                next >= 0 && next != '\n';
                next = socket.getInputStream().read()) {
            line.append((char) next);
        }
        return line.toString();
    }

    @Test
    void a_stopping_server_lets_nothing_in_and_answers_who_waits() throws Exception {
        CompletableFuture<HttpResponse<String>> waiting;
        try (World world = new World(folder)) {
            waiting =
                    world.client().sendAsync(world.json("/v1/executions", HOLD).build(), BodyHandlers.ofString());
            Held held = world.worker.next();
            Thread closing = Thread.startVirtualThread(world::stop);
            while (world.get("/readyz").statusCode() == 200) {
                Thread.onSpinWait();
            }

            assertThat(world.post("/v1/executions", HOLD).statusCode()).isEqualTo(503);
            held.ends(Outcomes.succeeded(held.plan(), "to the end"));
            closing.join();
            assertThat(waiting.join().body()).contains("to the end");
        }
    }
}
