package freehold.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.cell.Variation;
import freehold.control.tenancy.Attempt;
import freehold.control.tenancy.Caller;
import freehold.control.tenancy.KeySecret;
import freehold.control.tenancy.Keys;
import freehold.control.tenancy.Role;
import freehold.control.world.Outcomes;
import freehold.control.world.ScriptedWorker.Held;
import freehold.control.world.World;
import freehold.control.world.World.Recipe;
import freehold.execution.Plan;
import freehold.execution.SecretValue;
import freehold.leak.LeakWatch;
import freehold.quantity.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Secrets over HTTP: put, listed, granted, given to a worker, rotated, deleted; and nowhere else. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
final class SecretsTest {
    private static final String CANARY = "canary-7f3a9c51e2d8";
    private static final String USES = "{\"runtime\": \"python\", \"source\": \"hold\", \"secrets\": ["
            + "{\"name\": \"token\", \"env\": \"TOKEN\"}, {\"name\": \"token\", \"version\": 1, \"file\": \"t/k\"}]}";

    @TempDir
    private Path folder;

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    private static String slug(HttpResponse<String> response) {
        return json(response).path("type").asString("").replace("/errors/", "");
    }

    private static HttpRequest.Builder put(World world, String name, String value) {
        return HttpRequest.newBuilder(world.at("/v1/secrets/" + name))
                .header("Content-Type", "application/octet-stream")
                .PUT(BodyPublishers.ofString(value));
    }

    private static HttpRequest.Builder delete(World world, String name) {
        return HttpRequest.newBuilder(world.at("/v1/secrets/" + name)).DELETE();
    }

    private static void grant(World world, String document) throws Exception {
        HttpResponse<String> kept = world.send(HttpRequest.newBuilder(world.at("/v1/policies/all"))
                .header("Content-Type", "application/yaml")
                .PUT(BodyPublishers.ofString(document)));
        assertThat(kept.statusCode()).as(kept.body()).isIn(200, 201);
        assertThat(world.send(HttpRequest.newBuilder(world.at("/v1/policies/all/default"))
                                .PUT(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(204);
    }

    private static List<String> values(Plan plan) {
        return plan.supplies().stream()
                .map(SecretValue::bytes)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .toList();
    }

    private static List<String> filesWith(Path folder, String text) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> {
                        try {
                            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
                        } catch (IOException failed) {
                            throw new UncheckedIOException(failed);
                        }
                    })
                    .map(Path::toString)
                    .toList();
        }
    }

    @Test
    void a_value_goes_in_and_to_a_worker_and_to_nowhere_else() throws Exception {
        try (World world = new World(folder)) {
            grant(world, "secrets: ['tok*']");
            HttpResponse<String> first = world.send(put(world, "token", CANARY + "-1"));
            HttpResponse<String> second = world.send(put(world, "token", CANARY + "-2"));

            HttpResponse<String> answer = world.post("/v1/executions?wait=0s", USES);
            Held held = world.worker.next();
            String id = json(answer).path("id").asString();
            HttpResponse<String> waiting = world.get("/v1/executions/" + id);
            held.ends(Outcomes.succeeded(held.plan(), "done"));
            HttpResponse<String> done = world.get("/v1/executions/" + id + "?wait=10s");

            assertThat(List.of(first.statusCode(), second.statusCode())).containsExactly(201, 200);
            assertThat(values(held.plan())).containsExactly(CANARY + "-2", CANARY + "-1");
            assertThat(held.plan().toString()).doesNotContain(CANARY);
            assertThat(json(done).path("secrets").toString())
                    .isEqualTo("[{\"name\":\"token\",\"version\":2},{\"name\":\"token\",\"version\":1}]");
            String all = first.body() + second.body() + answer.body() + waiting.body() + done.body();
            for (String path : List.of(
                    "/v1/secrets",
                    "/v1/executions",
                    "/v1/executions/" + id + "/receipt",
                    "/v1/executions/" + id + "/timeline",
                    "/v1/audit?limit=100")) {
                all += world.get(path).body();
            }
            assertThat(all).contains("secret.put").contains("token version 2").doesNotContain(CANARY);
            assertThat(all)
                    .doesNotContain(Digest.of((CANARY + "-1").getBytes(StandardCharsets.UTF_8))
                            .hex());
        }
        assertThat(filesWith(folder, CANARY)).isEmpty();
        assertThat(filesWith(folder, "token"))
                .as("the search finds what is there")
                .isNotEmpty();
    }

    @Test
    void only_a_policy_that_lists_it_grants_a_secret() throws Exception {
        try (World world = new World(folder)) {
            world.send(put(world, "token", CANARY));

            HttpResponse<String> none = world.post("/v1/executions?wait=0s", USES);
            grant(world, "secrets: ['other', '*-token']");
            HttpResponse<String> another = world.post("/v1/executions?wait=0s", USES);
            grant(world, "description: grants nothing");
            HttpResponse<String> nothing = world.post("/v1/executions?wait=0s", USES);
            grant(world, "secrets: ['*']");
            HttpResponse<String> granted = world.post("/v1/executions?wait=0s", USES);
            world.worker.next().cancel();

            assertThat(none.statusCode()).isEqualTo(403);
            assertThat(slug(none)).isEqualTo("forbidden");
            for (HttpResponse<String> each : List.of(another, nothing)) {
                assertThat(each.statusCode()).isEqualTo(403);
                assertThat(slug(each)).isEqualTo("policy-denied");
                assertThat(each.body()).contains("#/secrets");
            }
            assertThat(granted.statusCode()).isEqualTo(202);
        }
    }

    @Test
    void another_tenants_secret_and_one_that_was_never_there_are_the_same() throws Exception {
        try (World world = new World(folder)) {
            grant(world, "secrets: ['*']");
            KeySecret operator = key(world, "local", Role.OPERATOR);
            world.identity.tenants().create(Caller.LOCAL, "ann", Optional.empty());
            world.identity.tenants().create(Caller.LOCAL, "bob", Optional.empty());
            KeySecret ann = key(world, "ann", Role.TENANT_ADMIN);
            KeySecret bob = key(world, "bob", Role.TENANT_ADMIN);
            KeySecret runner = key(world, "ann", Role.RUNNER);
            world.send(World.with(put(world, "token", CANARY), ann));

            HttpResponse<String> foreign = world.send(World.with(world.json("/v1/executions?wait=0s", USES), bob));
            String listed = world.send(World.with(HttpRequest.newBuilder(world.at("/v1/secrets")), bob))
                    .body();
            HttpResponse<String> deleted = world.send(World.with(delete(world, "token"), bob));
            HttpResponse<String> byRunner = world.send(World.with(put(world, "token", "another"), runner));
            HttpResponse<String> used = world.send(World.with(world.json("/v1/executions?wait=0s", USES), runner));
            List<String> given = values(world.worker.next().plan());

            assertThat(foreign.statusCode()).isEqualTo(404);
            assertThat(foreign.body())
                    .isEqualTo(world.send(World.with(
                                    world.json("/v1/executions?wait=0s", USES.replace("\"token\"", "\"never\"")), bob))
                            .body());
            assertThat(listed).doesNotContain("token");
            assertThat(deleted.statusCode()).isEqualTo(404);
            assertThat(byRunner.statusCode()).isEqualTo(403);
            assertThat(used.statusCode()).isEqualTo(202);
            assertThat(given).containsExactly(CANARY, CANARY);
            assertThat(world.send(World.with(HttpRequest.newBuilder(world.at("/v1/secrets")), operator))
                            .body())
                    .doesNotContain("token");
        }
    }

    @Test
    void what_waits_for_a_secret_that_is_deleted_never_gets_it_and_ends_in_words() throws Exception {
        try (World world = new World(folder, Recipe.USUAL.cells(1))) {
            grant(world, "secrets: ['*']");
            world.send(put(world, "token", CANARY));
            world.post("/v1/executions?wait=0s", "{\"runtime\": \"python\", \"source\": \"hold\"}");
            Held first = world.worker.next();
            HttpResponse<String> waits = world.post("/v1/executions?wait=0s", USES);

            HttpResponse<String> deleted = world.send(delete(world, "token"));
            first.cancel();
            HttpResponse<String> ended =
                    world.get("/v1/executions/" + json(waits).path("id").asString() + "?wait=10s");

            assertThat(deleted.statusCode()).isEqualTo(204);
            assertThat(json(ended).path("verdict").asString()).isEqualTo("cancelled");
            assertThat(json(ended).path("explanation").asString())
                    .contains("token")
                    .contains("deleted");
            assertThat(world.post("/v1/executions?wait=0s", USES).statusCode()).isEqualTo(404);
            assertThat(json(world.send(put(world, "token", CANARY)))
                            .path("version")
                            .asInt())
                    .isEqualTo(2);
            assertThat(world.post("/v1/executions?wait=0s", USES).statusCode())
                    .as("version 1 is gone for ever")
                    .isEqualTo(404);
        }
    }

    @Test
    void a_replay_gets_the_versions_of_the_original() throws Exception {
        try (World world = new World(folder)) {
            grant(world, "secrets: ['*']");
            world.send(put(world, "token", CANARY + "-old"));
            String body = "{\"runtime\": \"python\", \"source\": \"hold\", \"deterministic\": true, "
                    + "\"secrets\": [{\"name\": \"token\", \"env\": \"T\"}]}";
            String id =
                    json(world.post("/v1/executions?wait=0s", body)).path("id").asString();
            Held original = world.worker.next();
            original.ends(Outcomes.succeeded(original.plan(), "done"));
            world.get("/v1/executions/" + id + "?wait=10s");
            world.send(put(world, "token", CANARY + "-new"));

            world.post("/v1/executions/" + id + "/replay?wait=0s", "");
            Held again = world.worker.next();
            again.ends(Outcomes.succeeded(again.plan(), "done"));

            assertThat(values(again.plan())).containsExactly(CANARY + "-old");
            assertThat(again.plan().run()).isEqualTo(original.plan().run());
            assertThat(again.plan().repeatability()).isPresent();
            assertThat(again.plan().run().cell().variation()).isEqualTo(Variation.FIXED);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    [{"name": "token"}]                                                            | 422
                    [{"name": "token", "env": "A", "file": "a"}]                                   | 422
                    [{"env": "A"}]                                                                 | 422
                    [{"name": "../token", "env": "A"}]                                             | 422
                    [{"name": "token", "env": "A=B"}]                                              | 422
                    [{"name": "token", "env": "PATH_OF_REQUEST"}]                                  | 422
                    [{"name": "token", "file": "../out"}]                                          | 422
                    [{"name": "token", "file": "main.py"}]                                         | 422
                    [{"name": "token", "file": "main.py/x"}]                                       | 422
                    [{"name": "token", "env": "A"}, {"name": "token", "env": "A"}]                 | 422
                    [{"name": "token", "version": 0, "env": "A"}]                                  | 422
                    [{"name": "token", "version": 9, "env": "A"}]                                  | 404
                    [{"name": "binary", "env": "A"}]                                               | 422
                    [{"name": "token", "env": "A", "value": "x"}]                                  | 400
                    """)
    void a_use_that_is_not_in_order_is_refused(String secrets, int status) throws Exception {
        try (World world = new World(folder)) {
            grant(world, "secrets: ['*']");
            world.send(put(world, "token", CANARY));
            world.send(put(world, "binary", "a\0bcd"));

            HttpResponse<String> answer = world.post(
                    "/v1/executions?wait=0s",
                    "{\"runtime\": \"python\", \"source\": \"hold\", \"env\": {\"PATH_OF_REQUEST\": \"x\"}, \"secrets\": "
                            + secrets + "}");

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        }
    }

    @Test
    void values_and_names_have_bounds() throws Exception {
        try (World world = new World(folder)) {
            assertThat(world.send(put(world, "token", "abc")).statusCode()).isEqualTo(422);
            assertThat(world.send(put(world, "token", "x".repeat(64 << 10))).statusCode())
                    .isEqualTo(201);
            assertThat(world.send(put(world, "token", "x".repeat((64 << 10) + 1)))
                            .statusCode())
                    .isEqualTo(413);
            assertThat(world.send(put(world, "-token", "abcd")).statusCode()).isEqualTo(422);
            assertThat(world.send(put(world, "x".repeat(65), "abcd")).statusCode())
                    .isEqualTo(422);
            assertThat(world.send(HttpRequest.newBuilder(world.at("/v1/secrets/token"))
                                    .header("Content-Type", "application/json")
                                    .PUT(BodyPublishers.ofString("\"abcd\"")))
                            .statusCode())
                    .isEqualTo(415);
            assertThat(world.get("/v1/secrets/token").statusCode()).isEqualTo(405);
        }
    }

    private static KeySecret key(World world, String tenant, Role role) {
        Attempt<Keys.Made> made = world.identity
                .keys()
                .create(
                        Caller.LOCAL,
                        new Keys.Wish(
                                Optional.of(tenant),
                                "test",
                                role,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()));
        return ((Attempt.Done<Keys.Made>) made).value().secret();
    }

    /** Of what a policy grants, a condition can take away. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "!request.terminal | , \"terminal\": {\"rows\": 24, \"columns\": 80}",
                "!request.interactive | , \"interactive\": true",
                "!('token' in request.secrets) | , \"secrets\": [{\"name\": \"token\", \"env\": \"TOKEN\"}]",
                "!request.deterministic | , \"deterministic\": true",
                "request.retain != 'none' | , \"retain\": \"none\"",
            })
    void a_condition_refuses_what_it_names_and_nothing_else(String require, String asks) throws Exception {
        try (World world = new World(folder)) {
            assertThat(world.send(put(world, "token", CANARY)).statusCode()).isEqualTo(201);
            grant(
                    world,
                    "{\"secrets\": [\"*\"], \"retain\": {\"default\": \"full\", \"ceiling\": \"full\"}, \"conditions\": ["
                            + "{\"name\": \"one\", \"require\": \"" + require + "\", \"message\": \"Not here.\"}]}");
            String request = "{\"runtime\": \"python\", \"source\": \"echo hello\"";

            HttpResponse<String> without = world.post("/v1/executions?wait=10s", request + "}");
            HttpResponse<String> with = world.post("/v1/executions?wait=10s", request + asks + "}");

            assertThat(without.statusCode()).as(without.body()).isEqualTo(200);
            assertThat(with.statusCode()).as(with.body()).isEqualTo(403);
            assertThat(slug(with)).isEqualTo("policy-denied");
            assertThat(with.body()).contains("Not here.");
        }
    }
}
