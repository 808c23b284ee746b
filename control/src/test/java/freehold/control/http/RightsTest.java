package freehold.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.tenancy.Attempt;
import freehold.control.tenancy.Caller;
import freehold.control.tenancy.KeySecret;
import freehold.control.tenancy.Keys;
import freehold.control.tenancy.Right;
import freehold.control.tenancy.Role;
import freehold.control.world.World;
import freehold.control.world.World.Recipe;
import freehold.leak.LeakWatch;
import freehold.tenant.TenantId;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Walks the table of paths: each by each role, and by everybody who must not be let in. */
@Timeout(120)
@ExtendWith(LeakWatch.class)
final class RightsTest {
    private static final Instant START = Instant.parse("2026-11-25T12:00:00Z");

    @TempDir
    private Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(START);

    private static KeySecret made(World world, Role role, Optional<Instant> expiresAt) {
        return made(world, TenantId.LOCAL.value(), role, expiresAt).secret();
    }

    private static Keys.Made made(World world, String tenant, Role role, Optional<Instant> expiresAt) {
        Attempt<Keys.Made> attempt = world.identity
                .keys()
                .create(
                        Caller.LOCAL,
                        new Keys.Wish(
                                Optional.of(tenant), "test", role, Optional.empty(), Optional.empty(), expiresAt));
        return ((Attempt.Done<Keys.Made>) attempt).value();
    }

    /** Names things that are not there, so that whoever is let in changes nothing. */
    private static HttpRequest.Builder request(World world, Routes.Entry entry) {
        String path = entry.path()
                .replace("/keys/{id}", "/keys/key_01m88b1zvjed7thtnnjh5vddt4")
                .replace("/executions/{id}", "/executions/exe_01m88b1zvjed7thtnnjh5vddt4")
                .replace("{digest}", "sha256:" + "0".repeat(64))
                .replaceAll("[{<][a-z]+[}>]", "nothing");
        return HttpRequest.newBuilder(world.at(path)).method(entry.method().name(), BodyPublishers.noBody());
    }

    private static int status(World world, Routes.Entry entry, KeySecret key) throws Exception {
        return world.sendUnchecked(World.with(request(world, entry), key)).statusCode();
    }

    private static List<Routes.Entry.Guarded> guarded(World world) {
        return world.server.routes().stream()
                .filter(Routes.Entry.Guarded.class::isInstance)
                .map(Routes.Entry.Guarded.class::cast)
                .toList();
    }

    @Test
    void each_path_is_answered_for_the_roles_that_have_its_right_and_for_no_other() throws Exception {
        try (World world = new World(folder, Recipe.USUAL.clock(now::get))) {
            Map<Role, KeySecret> keys = new EnumMap<>(Role.class);
            for (Role role : Role.values()) {
                keys.put(role, made(world, role, Optional.empty()));
            }

            for (Routes.Entry.Guarded entry : guarded(world)) {
                for (Map.Entry<Role, KeySecret> key : keys.entrySet()) {
                    int status = status(world, entry, key.getValue());

                    boolean allowed = switch (entry.demand()) {
                        case Demand.BeingKnown() -> true;
                        case Demand.Having(Right right) -> key.getKey().rights().contains(right);
                    };
                    String what = key.getKey() + " " + entry.method() + " " + entry.path() + ": " + status;
                    if (allowed) {
                        assertThat(status).as(what).isNotIn(401, 403, 500);
                    } else {
                        assertThat(status).as(what).isEqualTo(403);
                    }
                }
            }
            assertThat(guarded(world)).hasSizeGreaterThan(30);
        }
    }

    @Test
    void the_contract_says_of_each_path_that_a_caller_may_be_declined() throws Exception {
        try (World world = new World(folder)) {
            JsonNode contract = JsonMapper.shared()
                    .readTree(world.send(HttpRequest.newBuilder(world.at("/v1/openapi.json")))
                            .body());

            for (Routes.Entry.Guarded entry : guarded(world)) {
                JsonNode operation = contract.path("paths")
                        .path(entry.path().replace('<', '{').replace('>', '}'))
                        .path(entry.method().name().toLowerCase(Locale.ROOT));

                if (operation.isObject()) {
                    assertThat(operation.path("responses").has("default"))
                            .as(entry.method() + " " + entry.path())
                            .isTrue();
                }
            }
        }
    }

    @Test
    void nobody_is_let_in_anywhere_without_a_key_that_counts() throws Exception {
        try (World world = new World(folder, Recipe.USUAL.clock(now::get))) {
            KeySecret operator = made(world, Role.OPERATOR, Optional.empty());
            KeySecret expired = made(world, Role.OPERATOR, Optional.of(START.plusSeconds(60)));
            Keys.Made revoked = made(world, "local", Role.OPERATOR, Optional.empty());
            Keys.Made rotated = made(world, "local", Role.OPERATOR, Optional.empty());
            world.identity.keys().rotate(Caller.LOCAL, rotated.key().id(), Duration.ofSeconds(30));
            world.identity.keys().revoke(Caller.LOCAL, revoked.key().id());
            now.set(START.plusSeconds(60));
            KeySecret bad = new KeySecret(
                    operator.value().replaceFirst(".$", operator.value().endsWith("A") ? "E" : "A"));
            KeySecret digest = new KeySecret(operator.digest().toString());

            for (Routes.Entry.Guarded entry : guarded(world)) {
                String what = entry.method() + " " + entry.path();
                assertThat(world.sendUnchecked(request(world, entry)).statusCode())
                        .as(what)
                        .isEqualTo(401);
                for (KeySecret key : List.of(bad, digest, expired, revoked.secret(), rotated.secret())) {
                    assertThat(status(world, entry, key)).as(what).isEqualTo(401);
                }
            }
            assertThat(status(world, guarded(world).getFirst(), operator)).isNotEqualTo(401);
        }
    }

    @Test
    void a_path_that_says_nothing_of_any_tenant_is_answered_without_a_key() throws Exception {
        try (World world = new World(folder)) {
            made(world, Role.OPERATOR, Optional.empty());

            for (Routes.Entry entry : world.server.routes()) {
                if (entry instanceof Routes.Entry.Open open) {
                    HttpResponse<String> answer = world.sendUnchecked(request(world, open));
                    assertThat(answer.statusCode()).as(open.path()).isIn(200, 404);
                }
            }
        }
    }

    @Test
    void another_tenants_things_do_not_exist() throws Exception {
        try (World world = new World(folder)) {
            made(world, Role.OPERATOR, Optional.empty());
            world.identity.tenants().create(Caller.LOCAL, "ann", Optional.empty());
            world.identity.tenants().create(Caller.LOCAL, "bob", Optional.empty());
            Keys.Made ann = made(world, "ann", Role.TENANT_ADMIN, Optional.empty());
            KeySecret bob =
                    made(world, "bob", Role.TENANT_ADMIN, Optional.empty()).secret();
            String key = "/v1/keys/" + ann.key().id();

            assertThat(get(world, "/v1/tenants/ann", bob)).isEqualTo(404);
            assertThat(get(world, "/v1/tenants/" + ann.key().tenant(), bob)).isEqualTo(404);
            assertThat(get(world, "/v1/tenants/nobody", bob)).isEqualTo(404);
            assertThat(get(world, "/v1/tenants/bob", bob)).isEqualTo(200);
            assertThat(get(world, key, bob)).isEqualTo(404);
            assertThat(get(world, "/v1/keys?tenant=ann", bob)).isEqualTo(404);
            assertThat(world.send(World.with(
                                    HttpRequest.newBuilder(world.at(key)).DELETE(), bob))
                            .statusCode())
                    .isEqualTo(404);
            assertThat(world.send(World.with(world.json(key + "/rotate", "{}"), bob))
                            .statusCode())
                    .isEqualTo(404);
            assertThat(world.send(World.with(
                                    world.json("/v1/keys", "{\"tenant\": \"ann\", \"role\": \"auditor\"}"), bob))
                            .statusCode())
                    .isEqualTo(404);
            assertThat(get(world, key, ann.secret())).isEqualTo(200);
        }
    }

    private static int get(World world, String path, KeySecret key) throws Exception {
        return world.send(World.with(HttpRequest.newBuilder(world.at(path)), key))
                .statusCode();
    }
}
