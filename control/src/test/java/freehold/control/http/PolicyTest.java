package freehold.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.tenancy.Caller;
import freehold.control.tenancy.KeyFile;
import freehold.control.tenancy.KeySecret;
import freehold.control.tenancy.Right;
import freehold.control.world.World;
import freehold.control.world.World.Recipe;
import freehold.leak.LeakWatch;
import freehold.tenant.TenantId;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Policies over HTTP from beginning to end: put, in force, explained, tried, and crossed. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
final class PolicyTest {
    private static final String HELLO = "{\"runtime\": \"python\", \"source\": \"echo x\"}";
    private static final String STRICT = """
            runtimes: [python]
            limits:
              cpu_ms: {default: 1s, ceiling: 2s}
              memory_bytes: {ceiling: 64MiB}
            callbacks: deny
            conditions:
              - name: labelled
                require: "'course' in request.labels"
                message: Say by a label course what this is for.
            """;

    @TempDir
    private Path folder;

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    private static String slug(HttpResponse<String> response) {
        return json(response).path("type").asString("").replace("/errors/", "");
    }

    private static HttpRequest.Builder put(World world, String path, String yaml) {
        return HttpRequest.newBuilder(world.at(path))
                .header("Content-Type", "application/yaml")
                .PUT(BodyPublishers.ofString(yaml));
    }

    private static HttpRequest.Builder change(World world, String method, String path) {
        return HttpRequest.newBuilder(world.at(path)).method(method, BodyPublishers.noBody());
    }

    /** Puts a document and makes it the one of everybody. */
    private static JsonNode inForce(World world, String name, String yaml) throws Exception {
        HttpResponse<String> kept = world.send(put(world, "/v1/policies/" + name, yaml));
        assertThat(kept.statusCode()).isIn(200, 201);
        assertThat(world.send(change(world, "PUT", "/v1/policies/" + name + "/default"))
                        .statusCode())
                .isEqualTo(204);
        return json(kept);
    }

    private static String request(String more) {
        return "{\"runtime\": \"python\", \"source\": \"echo x\", \"labels\": {\"course\": \"cs1\"}" + more + "}";
    }

    @Test
    void an_execution_shows_the_policy_that_granted_it_and_has_its_defaults() throws Exception {
        try (World world = new World(folder)) {
            JsonNode policy = inForce(world, "class", STRICT);

            JsonNode ended = json(world.post("/v1/executions", request("")));
            JsonNode asked = json(world.post("/v1/executions", request(", \"limits\": {\"cpu_ms\": 2000}")));

            assertThat(ended.at("/policy/name").stringValue()).isEqualTo("class");
            assertThat(ended.at("/policy/digest")).isEqualTo(policy.path("digest"));
            assertThat(ended.at("/limits/cpu_ms").asInt()).isEqualTo(1_000);
            assertThat(ended.at("/limits/memory_bytes").asInt()).isEqualTo(64 << 20);
            assertThat(asked.at("/limits/cpu_ms").asInt()).isEqualTo(2_000);
            assertThat(json(world.get("/v1/executions/" + ended.path("id").stringValue())))
                    .isEqualTo(ended);
            assertThat(json(world.get("/v1/policies/class/versions/"
                                    + policy.path("digest").stringValue()))
                            .path("newest")
                            .asBoolean())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"runtime\":\"c\",\"source\":\"echo x\"} | 403 | policy-denied | #/runtimes",
                "{\"runtime\":\"python\",\"source\":\"echo x\"} | 403 | policy-denied | Say by a label course what this is for.",
                "{\"runtime\":\"python\",\"source\":\"echo x\",\"limits\":{\"cpu_ms\":2001}} | 422 | limit-above-ceiling | asks for 2,001 ms, and the ceiling of the policy class is 2,000 ms",
                "{\"runtime\":\"python\",\"source\":\"echo x\",\"limits\":{\"wall_ms\":600001}} | 422 | limit-above-ceiling | the ceiling of this server is 600,000 ms",
                "{\"runtime\":\"python\",\"source\":\"echo x\",\"callback\":{\"url\":\"https://example.org/\"}} | 403 | policy-denied | #/callbacks"
            })
    void what_a_rule_does_not_allow_is_refused_by_every_door_and_leaves_nothing(
            String body, int status, String slug, String words) throws Exception {
        try (World world = new World(folder)) {
            inForce(world, "class", STRICT);

            HttpResponse<String> refused = world.post("/v1/executions", body);
            HttpResponse<String> batch = world.post("/v1/batches", "{\"executions\": [" + body + "]}");

            assertThat(refused.statusCode()).isEqualTo(status);
            assertThat(slug(refused)).isEqualTo(slug);
            assertThat(json(refused).path("detail").stringValue()).contains(words);
            assertThat(slug(batch)).isEqualTo(slug);
            assertThat(json(world.get("/v1/executions")).path("items")).isEmpty();
        }
    }

    @Test
    void dialects_and_tools_are_held_to_it_too() throws Exception {
        try (World world = new World(folder)) {
            inForce(world, "class", STRICT);

            HttpResponse<String> piston = world.sendUnchecked(world.json(
                    "/compat/piston/api/v2/execute",
                    "{\"language\": \"c\", \"version\": \"*\", \"files\": [{\"content\": \"echo x\"}]}"));
            HttpResponse<String> jobe = world.sendUnchecked(world.json(
                    "/compat/jobe/jobe/index.php/restapi/runs",
                    "{\"run_spec\": {\"language_id\": \"c\", \"sourcecode\": \"echo x\"}}"));
            HttpResponse<String> tool = world.sendUnchecked(world.json(
                            "/mcp",
                            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"run_code\","
                                    + "\"arguments\":{\"runtime\":\"c\",\"source\":\"echo x\"}}}")
                    .header("Accept", "application/json, text/event-stream"));

            assertThat(piston.body()).contains("It does not allow c 12.2.0");
            assertThat(piston.statusCode()).isEqualTo(403);
            assertThat(jobe.body()).contains("It does not allow c 12.2.0");
            assertThat(tool.body()).contains("It does not allow c 12.2.0");
            assertThat(json(world.get("/v1/executions")).path("items")).isEmpty();
        }
    }

    @Test
    void a_condition_on_arguments_holds_for_commands() throws Exception {
        String command =
                "{\"runtime\": \"c\", \"source\": \"echo x\", \"command\": {\"step\": \"build\", \"argv\": [\"gcc\", \"-E\", \"main.c\"]}}";
        try (World world = new World(folder)) {
            HttpResponse<String> free = world.post("/v1/executions", command);
            inForce(
                    world,
                    "plain",
                    "conditions: [{name: plain, require: size(request.build_args) == 0, message: No.}]");
            HttpResponse<String> asArguments = world.post("/v1/executions", command);
            inForce(world, "none", "conditions: [{name: none, require: size(request.command) == 0, message: No.}]");
            HttpResponse<String> asCommand = world.post("/v1/executions", command);
            HttpResponse<String> usual = world.post("/v1/executions", request(""));

            assertThat(free.statusCode()).isEqualTo(200);
            assertThat(slug(asArguments)).isEqualTo("policy-denied");
            assertThat(slug(asCommand)).isEqualTo("policy-denied");
            assertThat(usual.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_condition_on_the_key_knows_who_calls() throws Exception {
        KeySecret operator = KeySecret.make(new SecureRandom());
        KeySecret runner = KeySecret.make(new SecureRandom());
        try (World world = new World(folder, Recipe.USUAL.keys(keys(operator, runner)))) {
            String yaml =
                    "conditions: [{name: who, require: \"!('policy' in key.rights)\", message: Not with this key.}]";
            world.send(with(operator, put(world, "/v1/policies/who", yaml)));
            world.send(with(operator, change(world, "PUT", "/v1/policies/who/default")));

            HttpResponse<String> byRunner = world.send(with(runner, world.json("/v1/executions", HELLO)));
            HttpResponse<String> byOperator = world.send(with(operator, world.json("/v1/executions", HELLO)));

            assertThat(byRunner.statusCode()).isEqualTo(200);
            assertThat(json(byOperator).path("detail").stringValue()).contains("Not with this key.");
        }
    }

    private static KeyFile keys(KeySecret operator, KeySecret runner) {
        return new KeyFile(List.of(
                new KeyFile.Key(operator.digest(), new Caller(new TenantId("ops"), Set.of(Right.values()))),
                new KeyFile.Key(runner.digest(), new Caller(new TenantId("school"), Right.usual()))));
    }

    private static HttpRequest.Builder with(KeySecret key, HttpRequest.Builder request) {
        return request.header("Authorization", "Bearer " + key.value());
    }

    @Test
    void whoever_is_no_operator_changes_nothing_and_sees_only_their_own() throws Exception {
        KeySecret operator = KeySecret.make(new SecureRandom());
        KeySecret runner = KeySecret.make(new SecureRandom());
        try (World world = new World(folder, Recipe.USUAL.keys(keys(operator, runner)))) {
            world.send(with(operator, put(world, "/v1/policies/mine", STRICT)));
            world.send(with(operator, put(world, "/v1/policies/other", "{}")));
            world.send(with(operator, change(world, "PUT", "/v1/policies/mine/tenants/school")));
            world.send(with(operator, world.json("/v1/tenants", "{\"name\": \"rival\"}")));
            world.send(with(operator, change(world, "PUT", "/v1/policies/mine/tenants/rival")));

            List<Integer> crossings = new ArrayList<>();
            for (HttpRequest.Builder each : List.of(
                    put(world, "/v1/policies/mine", "{}"),
                    change(world, "DELETE", "/v1/policies/other"),
                    change(world, "PUT", "/v1/policies/other/tenants/school"),
                    change(world, "DELETE", "/v1/policies/mine/tenants/school"),
                    change(world, "PUT", "/v1/policies/other/default"),
                    change(world, "GET", "/v1/policies/mine/versions"),
                    world.json("/v1/policies/mine/dry-run", "{}"))) {
                crossings.add(world.send(with(runner, each)).statusCode());
            }
            JsonNode seen = json(world.send(with(runner, change(world, "GET", "/v1/policies"))));

            assertThat(crossings).containsOnly(403);
            assertThat(seen.path("items")).hasSize(1);
            assertThat(seen.at("/items/0/name").stringValue()).isEqualTo("mine");
            assertThat(seen.at("/items/0/tenants").toString()).isEqualTo("[\"school\"]");
            assertThat(seen.at("/items/0/tenant_names").toString()).isEqualTo("[null]"); // of the key file alone
            JsonNode all = json(world.send(with(operator, change(world, "GET", "/v1/policies/mine"))));
            assertThat(all.path("tenants"))
                    .extracting(each -> each.stringValue("").startsWith("ten_"))
                    .containsExactlyInAnyOrder(false, true);
            for (int place = 0; place < 2; place++) {
                boolean isKept = all.path("tenants").path(place).stringValue("").startsWith("ten_");
                assertThat(all.path("tenant_names").path(place).stringValue("none"))
                        .isEqualTo(isKept ? "rival" : "none");
            }
            assertThat(world.send(with(runner, change(world, "GET", "/v1/policies/other")))
                            .statusCode())
                    .isEqualTo(404);
            assertThat(world.send(with(runner, world.json("/v1/policies/other/explain", HELLO)))
                            .statusCode())
                    .isEqualTo(404);
            assertThat(world.send(with(runner, world.json("/v1/policies/mine/explain?tenant=rival", HELLO)))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(world.send(with(runner, world.json("/v1/policies/mine/explain", HELLO)))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void explain_says_of_each_limit_who_decided_and_runs_nothing() throws Exception {
        try (World world = new World(folder)) {
            inForce(world, "class", STRICT);

            JsonNode granted =
                    json(world.post("/v1/policies/class/explain", request(", \"limits\": {\"processes\": 3}")));
            JsonNode refused = json(world.post("/v1/policies/class/explain", HELLO));

            assertThat(granted.path("granted").asBoolean()).isTrue();
            assertThat(granted.at("/limits/cpu_ms").toString())
                    .isEqualTo("{\"value\":1000,\"from\":\"policy\",\"ceiling\":2000,\"ceiling_from\":\"policy\"}");
            assertThat(granted.at("/limits/processes").toString())
                    .isEqualTo("{\"value\":3,\"from\":\"request\",\"ceiling\":512,\"ceiling_from\":\"server\"}");
            assertThat(granted.at("/limits/wall_ms/from").stringValue()).isEqualTo("runtime");
            assertThat(granted.at("/limits/memory_bytes/from").stringValue()).isEqualTo("policy");
            assertThat(refused.path("granted").asBoolean()).isFalse();
            assertThat(refused.at("/refused/by").stringValue()).isEqualTo("policy");
            assertThat(refused.at("/refused/rule").stringValue()).isEqualTo("#/conditions/0");
            assertThat(json(world.get("/v1/executions")).path("items")).isEmpty();
        }
    }

    /** One that is stored before it runs. */
    private static JsonNode recorded(World world, String key, String body) throws Exception {
        return json(world.send(world.json("/v1/executions", body).header("Idempotency-Key", key)));
    }

    @Test
    void a_trial_for_a_tenant_that_nobody_is_finds_none() throws Exception {
        try (World world = new World(folder)) {
            assertThat(world.send(put(world, "/v1/policies/mine", "{}")).statusCode())
                    .isEqualTo(201);

            for (HttpRequest.Builder slip : List.of(
                    world.json("/v1/policies/mine/dry-run?tenant=scool", "{}"),
                    world.json("/v1/policies/mine/explain?tenant=scool", HELLO))) {
                HttpResponse<String> refused = world.send(slip);

                assertThat(refused.statusCode()).isEqualTo(404);
                assertThat(refused.body()).contains("no such tenant");
            }
        }
    }

    @Test
    void a_dry_run_lists_what_would_change_and_changes_nothing() throws Exception {
        try (World world = new World(folder)) {
            recorded(world, "one", HELLO);
            String labelled = recorded(world, "two", request("")).path("id").stringValue();

            JsonNode trial = json(world.send(HttpRequest.newBuilder(world.at("/v1/policies/next/dry-run"))
                    .header("Content-Type", "application/yaml")
                    .POST(BodyPublishers.ofString(STRICT))));
            JsonNode same = json(world.post("/v1/policies/next/dry-run", "{}"));

            assertThat(trial.path("tried").asInt()).isEqualTo(2);
            assertThat(trial.path("changes")).hasSize(2);
            assertThat(trial.at("/changes/0/execution").stringValue()).isEqualTo(labelled);
            assertThat(trial.at("/changes/0/after/granted").asBoolean()).isTrue();
            assertThat(trial.at("/changes/1/before/granted").asBoolean()).isTrue();
            assertThat(trial.at("/changes/1/after/refused/rule").stringValue()).isEqualTo("#/conditions/0");
            assertThat(same.path("changed").asInt()).isZero();
            assertThat(json(world.get("/v1/policies")).path("items")).isEmpty();
        }
    }

    @Test
    void a_dry_run_knows_the_labels_that_a_batch_gave() throws Exception {
        try (World world = new World(folder)) {
            HttpResponse<String> accepted =
                    world.post("/v1/batches", "{\"labels\": {\"course\": \"cs1\"}, \"executions\": [" + HELLO + "]}");
            world.get(accepted.headers().firstValue("Location").orElseThrow() + "?wait=30s");

            JsonNode trial = json(
                    world.send(
                            HttpRequest.newBuilder(world.at("/v1/policies/next/dry-run"))
                                    .header("Content-Type", "application/yaml")
                                    .POST(
                                            BodyPublishers.ofString(
                                                    "conditions: [{name: course, require: \"'course' in request.labels\", message: Say the course.}]"))));

            assertThat(trial.path("tried").asInt()).isEqualTo(1);
            assertThat(trial.path("changed").asInt()).isZero();
        }
    }

    @Test
    void as_many_as_the_policy_allows_live_at_one_time() throws Exception {
        try (World world = new World(folder)) {
            inForce(world, "few", "concurrency: 1");
            String hold = "{\"runtime\": \"python\", \"source\": \"hold\"}";
            String first =
                    json(world.post("/v1/executions?wait=0s", hold)).path("id").stringValue();

            HttpResponse<String> second = world.post("/v1/executions", HELLO);
            world.post("/v1/executions/" + first + "/cancel", "");
            world.get("/v1/executions/" + first + "?wait=30s");
            HttpResponse<String> third = world.post("/v1/executions", HELLO);

            assertThat(slug(second)).isEqualTo("concurrency-exceeded");
            assertThat(second.headers().firstValue("Retry-After")).contains("1");
            assertThat(third.statusCode()).isEqualTo(200);
            assertThat(slug(world.post("/v1/batches", "{\"executions\": [" + HELLO + "," + HELLO + "]}")))
                    .isEqualTo("policy-denied");
        }
    }

    @Test
    void a_rate_fills_up_again_with_time_and_what_was_refused_costs_nothing() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-27T12:00:00Z"));
        try (World world = new World(folder, Recipe.USUAL.clock(now::get))) {
            inForce(world, "slow", "rate: {executions: 2, per: minute}");
            world.post("/v1/executions", HELLO);
            world.post("/v1/executions", HELLO);

            HttpResponse<String> refused = world.post("/v1/executions", HELLO);
            world.post("/v1/executions", HELLO);
            now.set(now.get().plusSeconds(30));
            HttpResponse<String> later = world.post("/v1/executions", HELLO);

            assertThat(slug(refused)).isEqualTo("rate-exceeded");
            assertThat(refused.headers().firstValue("Retry-After")).contains("30");
            assertThat(later.statusCode()).isEqualTo(200);
            assertThat(world.post("/v1/executions", HELLO).statusCode()).isEqualTo(429);
        }
    }

    @Test
    void a_budget_counts_what_was_used_before_it_was_made_and_before_a_restart_and_is_new_tomorrow() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-27T23:00:00Z"));
        try (World world = new World(folder, Recipe.USUAL.clock(now::get))) {
            HttpResponse<String> batch = world.post(
                    "/v1/batches", "{\"executions\": [" + String.join(",", Collections.nCopies(120, HELLO)) + "]}");
            world.get(batch.headers().firstValue("Location").orElseThrow() + "?wait=30s");
        }
        try (World world = new World(folder, Recipe.USUAL.clock(now::get))) {
            inForce(world, "thrifty", "budgets: {day: {cpu_seconds: 1}}");

            HttpResponse<String> refused = world.post("/v1/executions", HELLO);
            JsonNode explained = json(world.post("/v1/policies/thrifty/explain", HELLO));
            now.set(now.get().plus(Duration.ofHours(1)));
            HttpResponse<String> tomorrow = world.post("/v1/executions", HELLO);

            assertThat(slug(refused)).isEqualTo("budget-exceeded");
            assertThat(refused.headers().firstValue("Retry-After")).contains("3600");
            assertThat(explained.at("/refused/rule").stringValue()).isEqualTo("#/budgets/day/cpu_seconds");
            assertThat(explained.at("/account/day/cpu_seconds").asInt()).isEqualTo(1);
            assertThat(explained.at("/account/counted_by").asString()).isEqualTo("server");
            assertThat(tomorrow.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_policy_outlives_a_restart_and_an_execution_keeps_the_version_that_granted_it() throws Exception {
        String granted;
        try (World world = new World(folder)) {
            inForce(world, "class", STRICT);
            granted = json(world.post("/v1/executions", request(""))).path("id").stringValue();
        }
        try (World world = new World(folder)) {
            world.send(put(world, "/v1/policies/class", "concurrency: 9"));

            JsonNode versions = json(world.get("/v1/policies/class/versions"));
            JsonNode found = json(world.get("/v1/executions/" + granted));

            assertThat(versions.path("items")).hasSize(2);
            assertThat(found.at("/policy/digest")).isEqualTo(versions.at("/items/1/digest"));
            assertThat(json(world.post("/v1/executions", HELLO)).at("/policy/digest"))
                    .isEqualTo(versions.at("/items/0/digest"));
        }
    }

    @Test
    void the_versions_of_a_policy_that_was_removed_are_listed_and_those_of_what_never_was_are_not() throws Exception {
        try (World world = new World(folder)) {
            world.send(put(world, "/v1/policies/gone", "concurrency: 1"));
            world.send(put(world, "/v1/policies/gone", "concurrency: 2"));
            world.send(change(world, "DELETE", "/v1/policies/gone"));

            JsonNode versions = json(world.get("/v1/policies/gone/versions"));

            assertThat(world.get("/v1/policies/gone").statusCode()).isEqualTo(404);
            assertThat(versions.path("items")).hasSize(2);
            assertThat(versions.findValuesAsString("newest")).containsOnly("false");
            assertThat(world.get("/v1/policies/never/versions").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void what_was_granted_before_the_server_died_runs_again_as_it_was_granted() throws Exception {
        Path copy = Files.createDirectory(folder.resolve("copy"));
        Path first = Files.createDirectory(folder.resolve("first"));
        String granted;
        try (World world = new World(first)) {
            inForce(world, "class", "limits: {cpu_ms: {default: 1s, ceiling: 2s}}\nconcurrency: 1");
            granted = json(world.post("/v1/executions?wait=0s", "{\"runtime\": \"python\", \"source\": \"hold\"}"))
                    .path("id")
                    .stringValue();
            world.send(put(world, "/v1/policies/class", "runtimes: [c]\nconcurrency: 1"));
            for (String file : List.of("freehold.db", "freehold.db-wal")) { // as kill -9 would leave them
                Files.copy(first.resolve(file), copy.resolve(file));
            }
            world.post("/v1/executions/" + granted + "/cancel", "");
        }
        try (World world = new World(copy)) {
            JsonNode again = json(world.get("/v1/executions/" + granted));
            HttpResponse<String> next = world.post("/v1/executions", "{\"runtime\": \"c\", \"source\": \"echo x\"}");

            assertThat(again.path("state").stringValue()).isNotEqualTo("finished");
            assertThat(again.at("/limits/cpu_ms").asInt()).isEqualTo(1_000);
            assertThat(again.at("/policy/digest"))
                    .isEqualTo(json(world.get("/v1/policies/class/versions")).at("/items/1/digest"));
            assertThat(slug(next)).isEqualTo("concurrency-exceeded");
            world.post("/v1/executions/" + granted + "/cancel", "");
        }
    }

    @Test
    void a_tenants_own_policy_counts_and_not_the_default() throws Exception {
        try (World world = new World(folder)) {
            inForce(world, "class", STRICT);
            world.send(put(world, "/v1/policies/open", "{}"));

            int assigned = world.send(change(world, "PUT", "/v1/policies/open/tenants/local"))
                    .statusCode();
            HttpResponse<String> open = world.post("/v1/executions", HELLO);
            HttpResponse<String> inUse = world.send(change(world, "DELETE", "/v1/policies/open"));
            world.send(change(world, "DELETE", "/v1/policies/open/tenants/local"));
            HttpResponse<String> strict = world.post("/v1/executions", HELLO);

            assertThat(assigned).isEqualTo(204);
            assertThat(open.statusCode()).isEqualTo(200);
            assertThat(slug(inUse)).isEqualTo("conflict");
            assertThat(strict.statusCode()).isEqualTo(403);
            assertThat(world.send(change(world, "DELETE", "/v1/policies/open")).statusCode())
                    .isEqualTo(204);
        }
    }

    @Test
    void a_tier_that_the_policy_demands_and_the_server_lacks_refuses_all() throws Exception {
        try (World world = new World(folder)) {
            inForce(world, "strong", "tier: microvm");

            HttpResponse<String> refused = world.post("/v1/executions", HELLO);

            assertThat(json(refused).path("detail").stringValue())
                    .startsWith(
                            "The policy strong refuses this by #/tier. It demands the tier microvm, which this server does"
                                    + " not have;");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limits: {cpu_ms: {ceiling: 10min}} | 422 | #/limits/cpu_ms/ceiling | server's own ceiling of 120000",
                "conditions: [{name: a, require: request.foo == 1, message: x}] | 422 | #/conditions/0/require | undeclared reference",
                "conditions: [{name: a, require: \"request.runtime.matches('(')\", message: x}] | 422 | #/conditions/0/require | can never be used",
                "limts: {} | 400 | #/limts | is not a field",
                "network: allow | 422 | #/network | is not offered"
            })
    void a_document_with_a_mistake_is_refused_and_what_was_in_force_stays(
            String yaml, int status, String pointer, String words) throws Exception {
        try (World world = new World(folder)) {
            JsonNode before = inForce(world, "class", STRICT);

            HttpResponse<String> refused = world.send(put(world, "/v1/policies/class", yaml));

            assertThat(refused.statusCode()).isEqualTo(status);
            assertThat(json(refused).at("/errors/0/pointer").stringValue()).isEqualTo(pointer);
            assertThat(json(refused).at("/errors/0/detail").stringValue()).contains(words);
            assertThat(json(world.get("/v1/policies/class")).path("digest")).isEqualTo(before.path("digest"));
        }
    }

    @Test
    void what_is_no_document_no_name_and_no_policy_is_said() throws Exception {
        try (World world = new World(folder)) {
            assertThat(world.send(change(world, "PUT", "/v1/policies/x")).statusCode())
                    .isEqualTo(415);
            assertThat(world.send(put(world, "/v1/policies/x", "#".repeat(70_000)))
                            .statusCode())
                    .isEqualTo(413);
            assertThat(world.send(put(world, "/v1/policies/X", "{}")).statusCode())
                    .isEqualTo(422);
            assertThat(world.get("/v1/policies/x").statusCode()).isEqualTo(404);
            assertThat(world.post("/v1/policies/x/explain", HELLO).statusCode()).isEqualTo(404);
            assertThat(world.send(change(world, "PUT", "/v1/policies/x/default"))
                            .statusCode())
                    .isEqualTo(404);
            assertThat(world.send(change(world, "PUT", "/v1/policies/x/tenants/local"))
                            .statusCode())
                    .isEqualTo(404);
            assertThat(world.send(change(world, "DELETE", "/v1/policies/x")).statusCode())
                    .isEqualTo(404);
            assertThat(world.get("/v1/policies/x/versions/sha256:12").statusCode())
                    .isEqualTo(404);
        }
    }
}
