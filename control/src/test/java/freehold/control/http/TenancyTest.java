package freehold.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.tenancy.Act;
import freehold.control.tenancy.KeySecret;
import freehold.control.world.World;
import freehold.control.world.World.Recipe;
import freehold.leak.LeakWatch;
import freehold.tenant.Rate;
import freehold.tenant.TenantId;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tenants and keys over HTTP from beginning to end. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
final class TenancyTest {
    private static final String RUN = "{\"runtime\": \"python\", \"source\": \"echo x\"}";

    @TempDir
    private Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-25T12:00:00Z"));

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    private static KeySecret secret(HttpResponse<String> response) {
        return new KeySecret(json(response).path("secret").stringValue());
    }

    private static HttpResponse<String> post(World world, KeySecret key, String path, String body) throws Exception {
        return world.send(World.with(world.json(path, body), key));
    }

    private static HttpResponse<String> get(World world, KeySecret key, String path) throws Exception {
        return world.send(World.with(HttpRequest.newBuilder(world.at(path)), key));
    }

    private static HttpResponse<String> delete(World world, KeySecret key, String path) throws Exception {
        return world.send(World.with(HttpRequest.newBuilder(world.at(path)).DELETE(), key));
    }

    private static KeySecret operator(World world) throws Exception {
        return secret(world.post("/v1/keys", "{\"role\": \"operator\", \"name\": \"first\"}"));
    }

    @Test
    void the_first_key_is_an_operators_and_shuts_the_door_at_once() throws Exception {
        try (World world = new World(folder)) {
            assertThat(json(world.get("/v1/me")).at("/credential/kind").stringValue())
                    .isEqualTo("none");
            assertThat(world.post("/v1/keys", "{\"role\": \"runner\"}").statusCode())
                    .isEqualTo(409);

            KeySecret operator = operator(world);

            assertThat(world.get("/v1/me").statusCode()).isEqualTo(401);
            JsonNode me = json(get(world, operator, "/v1/me"));
            assertThat(me.at("/tenant/id").stringValue()).isEqualTo("local");
            assertThat(me.at("/credential/subject").stringValue()).startsWith("key_");
        }
    }

    @Test
    void a_tenants_admin_makes_keys_for_it_whose_secrets_are_told_once() throws Exception {
        try (World world = new World(folder)) {
            KeySecret operator = operator(world);
            HttpResponse<String> made = post(world, operator, "/v1/tenants", "{\"name\": \"physics\"}");
            KeySecret admin =
                    secret(post(world, operator, "/v1/keys", "{\"tenant\": \"physics\", \"role\": \"tenant-admin\"}"));

            HttpResponse<String> key =
                    post(world, admin, "/v1/keys", "{\"role\": \"runner\", \"rights\": [\"run\"], \"name\": \"lab\"}");
            KeySecret runner = secret(key);

            assertThat(key.statusCode()).isEqualTo(201);
            assertThat(key.headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(json(key).path("tenant").stringValue())
                    .isEqualTo(json(made).path("id").stringValue());
            assertThat(json(key).path("tenant_name").stringValue()).isEqualTo("physics");
            assertThat(post(world, runner, "/v1/executions", RUN).statusCode()).isEqualTo(200);
            assertThat(get(world, runner, "/v1/executions").statusCode()).isEqualTo(403);
            assertThat(json(get(world, admin, "/v1/executions")).path("items")).hasSize(1);
            assertThat(json(get(world, operator, "/v1/executions")).path("items"))
                    .isEmpty();
            String listed = get(world, admin, "/v1/keys").body();
            assertThat(json(get(world, admin, "/v1/keys")).path("items")).hasSize(2);
            assertThat(listed)
                    .doesNotContain("\"secret\"")
                    .doesNotContain(runner.digest().hex());
            assertThat(json(get(world, operator, "/v1/keys")).path("items"))
                    .extracting(item -> item.path("tenant_name").stringValue())
                    .containsExactly("physics", "physics", "local");
            assertThat(world.acts)
                    .extracting(Act::kind)
                    .containsExactly(
                            Act.Kind.KEY_CREATED, Act.Kind.TENANT_CREATED, Act.Kind.KEY_CREATED, Act.Kind.KEY_CREATED);
        }
    }

    @Test
    void nobody_gives_a_right_that_they_lack_nor_takes_a_key_that_has_more() throws Exception {
        try (World world = new World(folder)) {
            KeySecret operator = operator(world);
            String first =
                    json(get(world, operator, "/v1/keys")).at("/items/0/id").stringValue();
            KeySecret admin = secret(post(world, operator, "/v1/keys", "{\"role\": \"tenant-admin\"}"));
            KeySecret keysOnly =
                    secret(post(world, operator, "/v1/keys", "{\"role\": \"tenant-admin\", \"rights\": [\"keys\"]}"));

            assertThat(post(world, admin, "/v1/keys", "{\"role\": \"operator\"}")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(post(world, keysOnly, "/v1/keys", "{\"role\": \"runner\"}")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(post(world, admin, "/v1/keys/" + first + "/rotate", "{}").statusCode())
                    .isEqualTo(403);
            assertThat(delete(world, admin, "/v1/keys/" + first).statusCode()).isEqualTo(403);
            assertThat(post(world, admin, "/v1/tenants", "{\"name\": \"x\"}").statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void a_rotated_key_opens_with_both_secrets_until_the_grace_is_over() throws Exception {
        try (World world = new World(folder, Recipe.USUAL.clock(now::get))) {
            KeySecret operator = operator(world);
            HttpResponse<String> made = post(world, operator, "/v1/keys", "{\"role\": \"runner\"}");
            String path = "/v1/keys/" + json(made).path("id").stringValue();

            HttpResponse<String> rotated = post(world, operator, path + "/rotate", "{\"grace_seconds\": 3600}");

            assertThat(json(rotated).path("former_until").stringValue()).isEqualTo("2026-11-25T13:00:00.000Z");
            assertThat(get(world, secret(made), "/v1/me").statusCode()).isEqualTo(200);
            assertThat(get(world, secret(rotated), "/v1/me").statusCode()).isEqualTo(200);
            now.set(now.get().plus(Duration.ofHours(1)));
            assertThat(get(world, secret(made), "/v1/me").statusCode()).isEqualTo(401);
            assertThat(get(world, secret(rotated), "/v1/me").statusCode()).isEqualTo(200);
            HttpRequest.Builder bare =
                    HttpRequest.newBuilder(world.at(path + "/rotate")).POST(BodyPublishers.noBody());
            assertThat(world.send(World.with(bare, operator)).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_revoked_key_is_refused_by_the_very_next_request_and_its_last_use_is_known() throws Exception {
        try (World world = new World(folder)) {
            KeySecret operator = operator(world);
            HttpResponse<String> made = post(world, operator, "/v1/keys", "{\"role\": \"runner\"}");
            String path = "/v1/keys/" + json(made).path("id").stringValue();
            for (int i = 0; i < 20; i++) {
                assertThat(get(world, secret(made), "/v1/me").statusCode()).isEqualTo(200);
            }

            int status = delete(world, operator, path).statusCode();

            assertThat(status).isEqualTo(204);
            assertThat(get(world, secret(made), "/v1/me").statusCode()).isEqualTo(401);
            JsonNode key = json(get(world, operator, path));
            assertThat(key.path("state").stringValue()).isEqualTo("revoked");
            assertThat(key.path("last_used_at").isNull()).isFalse();
            assertThat(post(world, operator, path + "/rotate", "{}").statusCode())
                    .isEqualTo(409);
        }
    }

    @Test
    void a_suspended_tenant_does_nothing_and_loses_nothing_until_it_is_deleted() throws Exception {
        try (World world = new World(folder)) {
            KeySecret operator = operator(world);
            post(world, operator, "/v1/tenants", "{\"name\": \"ann\"}");
            KeySecret ann = secret(post(world, operator, "/v1/keys", "{\"tenant\": \"ann\", \"role\": \"runner\"}"));
            String run = "/v1/executions/"
                    + json(post(world, ann, "/v1/executions", RUN)).path("id").stringValue();
            assertThat(delete(world, operator, "/v1/tenants/ann").statusCode()).isEqualTo(409);

            post(world, operator, "/v1/tenants/ann/suspend", "");
            assertThat(get(world, ann, run).statusCode()).isEqualTo(403);
            post(world, operator, "/v1/tenants/ann/resume", "");
            assertThat(get(world, ann, run).statusCode()).isEqualTo(200);
            post(world, operator, "/v1/tenants/ann/suspend", "");
            assertThat(delete(world, operator, "/v1/tenants/ann").statusCode()).isEqualTo(204);

            assertThat(get(world, ann, run).statusCode()).isEqualTo(401);
            assertThat(get(world, operator, "/v1/tenants/ann").statusCode()).isEqualTo(404);
            assertThat(world.acts.getLast().kind()).isEqualTo(Act.Kind.TENANT_DELETED);
        }
    }

    @Test
    void workers_forget_what_they_keep_of_a_deleted_tenant_though_its_executions_are_gone_before_it() throws Exception {
        try (World world = new World(folder)) {
            KeySecret operator = operator(world);
            String id = json(post(world, operator, "/v1/tenants", "{\"name\": \"ann\"}"))
                    .path("id")
                    .stringValue();
            post(world, operator, "/v1/tenants/ann/suspend", "");

            assertThat(delete(world, operator, "/v1/tenants/ann").statusCode()).isEqualTo(204);

            assertThat(world.worker.forgotten()).containsExactly(new TenantId(id));
        }
    }

    @Test
    void a_tenant_is_not_deleted_while_one_of_its_executions_lives() throws Exception {
        try (World world = new World(folder)) {
            KeySecret operator = operator(world);
            post(world, operator, "/v1/tenants", "{\"name\": \"ann\"}");
            KeySecret ann = secret(post(world, operator, "/v1/keys", "{\"tenant\": \"ann\", \"role\": \"runner\"}"));
            String id = json(post(
                            world, ann, "/v1/executions?wait=0s", "{\"runtime\": \"python\", \"source\": \"hold\"}"))
                    .path("id")
                    .stringValue();
            post(world, operator, "/v1/tenants/ann/suspend", "");

            int early = delete(world, operator, "/v1/tenants/ann").statusCode();
            post(world, operator, "/v1/tenants/ann/resume", "");
            post(world, ann, "/v1/executions/" + id + "/cancel", "");

            assertThat(early).isEqualTo(409);
        }
    }

    @Test
    void the_servers_own_tenant_stays_as_it_is() throws Exception {
        try (World world = new World(folder)) {
            KeySecret operator = operator(world);

            assertThat(post(world, operator, "/v1/tenants/local/suspend", "").statusCode())
                    .isEqualTo(409);
            assertThat(delete(world, operator, "/v1/tenants/local").statusCode())
                    .isEqualTo(409);
            assertThat(post(world, operator, "/v1/tenants", "{\"name\": \"local\"}")
                            .statusCode())
                    .isEqualTo(409);
            assertThat(patch(world, operator, "/v1/tenants/local", "{\"name\": \"x\"}")
                            .statusCode())
                    .isEqualTo(409);
            post(world, operator, "/v1/tenants", "{\"name\": \"ann\"}");
            assertThat(post(world, operator, "/v1/keys", "{\"tenant\": \"ann\", \"role\": \"operator\"}")
                            .statusCode())
                    .isEqualTo(422);
        }
    }

    private static HttpResponse<String> patch(World world, KeySecret key, String path, String body) throws Exception {
        return world.send(World.with(
                HttpRequest.newBuilder(world.at(path))
                        .header("Content-Type", "application/json")
                        .method("PATCH", BodyPublishers.ofString(body)),
                key));
    }

    @Test
    void tenants_are_listed_in_pages_and_changed_field_by_field() throws Exception {
        try (World world = new World(folder)) {
            KeySecret operator = operator(world);
            for (String name : new String[] {"a", "b", "c"}) {
                post(world, operator, "/v1/tenants", "{\"name\": \"" + name + "\"}");
            }

            JsonNode first = json(get(world, operator, "/v1/tenants?limit=3"));
            JsonNode second = json(get(
                    world,
                    operator,
                    "/v1/tenants?limit=3&cursor=" + first.path("next").stringValue()));
            patch(world, operator, "/v1/tenants/a", "{\"rate\": {\"requests\": 10, \"window_seconds\": 60}}");
            JsonNode changed = json(patch(world, operator, "/v1/tenants/a", "{\"name\": \"z\"}"));
            JsonNode standard = json(patch(world, operator, "/v1/tenants/z", "{\"rate\": null}"));

            assertThat(first.path("items")).hasSize(3);
            assertThat(second.at("/items/0/id").stringValue()).isEqualTo("local");
            assertThat(second.path("next").isNull()).isTrue();
            assertThat(changed.at("/rate/requests").intValue()).isEqualTo(10);
            assertThat(changed.path("name").stringValue()).isEqualTo("z");
            assertThat(standard.path("rate").isNull()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/tenants|{}|400",
                "/v1/tenants|{\"name\": \"ten_x\"}|422",
                "/v1/tenants|{\"name\": \"all\"}|422",
                "/v1/tenants|{\"name\": \"A b\"}|422",
                "/v1/tenants|{\"name\": 5}|400",
                "/v1/tenants|{\"name\": \"a\", \"rate\": {\"requests\": 0, \"window_seconds\": 1}}|422",
                "/v1/tenants|{\"name\": \"a\", \"rate\": {\"requests\": 1000001, \"window_seconds\": 1}}|422",
                "/v1/tenants|{\"name\": \"a\", \"extra\": 1}|400",
                "/v1/keys|{}|400",
                "/v1/keys|[]|400",
                "/v1/keys|{\"role\": \"root\"}|422",
                "/v1/keys|{\"role\": \"runner\", \"rights\": []}|422",
                "/v1/keys|{\"role\": \"runner\", \"rights\": [\"tenants\"]}|422",
                "/v1/keys|{\"role\": \"runner\", \"rights\": [\"fly\"]}|422",
                "/v1/keys|{\"role\": \"runner\", \"expires_at\": \"2020-01-01T00:00:00Z\"}|422",
                "/v1/keys|{\"role\": \"runner\", \"expires_at\": \"soon\"}|422",
                "/v1/keys|{\"role\": \"runner\", \"tenant\": \"nobody\"}|404",
                "/v1/keys/key_01m88b1zvjed7thtnnjh5vddt4/rotate|{\"grace_seconds\": -1}|422",
                "/v1/keys/key_01m88b1zvjed7thtnnjh5vddt4/rotate|{\"grace_seconds\": 9999999}|422",
                "/v1/keys/other/rotate|{}|404"
            })
    void what_cannot_be_is_refused(String path, String body, int status) throws Exception {
        try (World world = new World(folder)) {
            KeySecret operator = operator(world);

            HttpResponse<String> answer = post(world, operator, path, body);

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        }
    }

    @Test
    void a_stored_key_opens_a_dialect_in_its_own_way_too() throws Exception {
        try (World world = new World(folder)) {
            KeySecret operator = operator(world);
            HttpRequest.Builder languages = HttpRequest.newBuilder(world.at("/compat/judge0/languages"));

            int without = world.sendUnchecked(languages.copy()).statusCode();
            int with = world.sendUnchecked(languages.copy().header("X-Auth-Token", operator.value()))
                    .statusCode();

            assertThat(without).isEqualTo(401);
            assertThat(with).isEqualTo(200);
        }
    }

    @Test
    void whoever_asks_too_often_is_told_when_to_come_back_and_others_are_not_held_up() throws Exception {
        Rate three = new Rate(3, Duration.ofHours(1));
        try (World world = new World(folder, Recipe.USUAL.rate(three))) {
            KeySecret operator = operator(world); // one of the three
            patch(world, operator, "/v1/tenants/local", "{\"rate\": {\"requests\": 1000, \"window_seconds\": 60}}");
            post(world, operator, "/v1/tenants", "{\"name\": \"ann\"}");
            KeySecret ann = secret(post(world, operator, "/v1/keys", "{\"tenant\": \"ann\", \"role\": \"runner\"}"));
            KeySecret slow = secret(post(
                    world,
                    operator,
                    "/v1/keys",
                    "{\"role\": \"runner\", \"rate\": {\"requests\": 1, \"window_seconds\": 3600}}"));

            HttpResponse<String> first = get(world, ann, "/v1/me");
            get(world, ann, "/v1/me");
            get(world, ann, "/v1/me");
            HttpResponse<String> fourth = get(world, ann, "/v1/me");
            HttpResponse<String> dialect = world.sendUnchecked(
                    HttpRequest.newBuilder(world.at("/compat/judge0/languages")).header("X-Auth-Token", ann.value()));
            HttpResponse<String> other = get(world, operator, "/v1/me");
            HttpResponse<String> slowly = get(world, slow, "/v1/me");
            HttpResponse<String> slowlyAgain = get(world, slow, "/v1/me");

            assertThat(first.headers().firstValue("RateLimit-Policy")).contains("\"tenant\";q=3;w=3600");
            assertThat(first.headers().firstValue("RateLimit")).contains("\"tenant\";r=2;t=1200");
            assertThat(fourth.statusCode()).isEqualTo(429);
            assertThat(fourth.body()).contains("/errors/rate-exceeded");
            assertThat(Integer.parseInt(
                            fourth.headers().firstValue("Retry-After").orElseThrow()))
                    .isBetween(1, 1_200);
            assertThat(dialect.statusCode()).isEqualTo(429);
            assertThat(other.statusCode()).isEqualTo(200);
            assertThat(slowly.headers().firstValue("RateLimit-Policy").orElseThrow())
                    .isEqualTo("\"key\";q=1;w=3600, \"tenant\";q=1000;w=60");
            assertThat(slowlyAgain.statusCode()).isEqualTo(429);
        }
    }

    @Test
    void a_secret_has_256_bits_and_says_which_key_it_is_of() throws Exception {
        try (World world = new World(folder)) {
            HttpResponse<String> made = world.post("/v1/keys", "{\"role\": \"operator\"}");
            String[] parts = secret(made).value().split("_", 3);

            assertThat(Base64.getUrlDecoder().decode(parts[2])).hasSize(32);
            assertThat("key_" + parts[1]).isEqualTo(json(made).path("id").stringValue());
        }
    }
}
