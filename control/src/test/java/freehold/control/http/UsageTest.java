package freehold.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.tenancy.Attempt;
import freehold.control.tenancy.Caller;
import freehold.control.tenancy.KeyFile;
import freehold.control.tenancy.KeySecret;
import freehold.control.tenancy.Keys;
import freehold.control.tenancy.Right;
import freehold.control.tenancy.Role;
import freehold.control.world.World;
import freehold.control.world.World.Recipe;
import freehold.tenant.TenantId;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What was used, over HTTP. */
@Timeout(60)
final class UsageTest {
    private static final InstantSource NOVEMBER = InstantSource.fixed(Instant.parse("2026-11-30T23:59:59.9Z"));
    private static final KeySecret ANN = KeySecret.make(new SecureRandom());
    private static final KeySecret OPERATOR = KeySecret.make(new SecureRandom());
    private static final KeyFile KEYS = new KeyFile(List.of(
            new KeyFile.Key(ANN.digest(), new Caller(new TenantId("ann"), Set.of(Right.RUN, Right.READ))),
            new KeyFile.Key(OPERATOR.digest(), Caller.LOCAL)));

    @TempDir
    private Path folder;

    /** One that is stored before it is answered, and whose end is awaited. */
    private static String run(World world, KeySecret key, String idempotency, String labels) throws Exception {
        HttpResponse<String> answer = world.send(world.json(
                        "/v1/executions",
                        "{\"runtime\": \"python\", \"source\": \"echo x\", \"labels\": {" + labels + "}}")
                .header("Authorization", "Bearer " + key.value())
                .header("Idempotency-Key", idempotency));
        return JsonMapper.shared().readTree(answer.body()).path("id").stringValue();
    }

    private static HttpResponse<String> get(World world, KeySecret key, String path) throws Exception {
        return world.send(HttpRequest.newBuilder(world.at(path)).header("Authorization", "Bearer " + key.value()));
    }

    /** Waits until so many executions are counted: the end is stored right after its answer. */
    private static JsonNode items(World world, KeySecret key, String path, long executions) throws Exception {
        while (true) {
            JsonNode items =
                    JsonMapper.shared().readTree(get(world, key, path).body()).path("items");
            long counted = 0;
            for (JsonNode item : items) {
                counted += item.path("executions").asLong();
            }
            if (counted >= executions) {
                return items;
            }
            Thread.onSpinWait();
        }
    }

    @Test
    void each_group_of_a_tenant_has_its_sums() throws Exception {
        try (World world = new World(folder, Recipe.USUAL.clock(NOVEMBER).keys(KEYS))) {
            run(world, ANN, "1", "\"group\": \"cs1\"");
            run(world, ANN, "2", "\"group\": \"cs1\"");
            run(world, ANN, "3", "");

            JsonNode items = items(world, ANN, "/v1/usage", 3);

            assertThat(items).hasSize(2);
            assertThat(items.path(0).path("group").stringValue()).isEmpty();
            assertThat(items.path(1).path("group").stringValue()).isEqualTo("cs1");
            assertThat(items.path(1).path("month").stringValue()).isEqualTo("2026-11");
            assertThat(items.path(1).path("executions").asLong()).isEqualTo(2);
            assertThat(items.path(1).path("cpu_seconds").asDouble()).isPositive();
        }
    }

    @Test
    void what_is_erased_stays_counted() throws Exception {
        try (World world = new World(folder, Recipe.USUAL.clock(NOVEMBER).keys(KEYS))) {
            String id = run(world, ANN, "1", "");
            items(world, ANN, "/v1/usage", 1);

            world.send(HttpRequest.newBuilder(world.at("/v1/executions/" + id))
                    .DELETE()
                    .header("Authorization", "Bearer " + ANN.value()));

            assertThat(items(world, ANN, "/v1/usage", 1)
                            .path(0)
                            .path("executions")
                            .asLong())
                    .isEqualTo(1);
        }
    }

    @Test
    void a_tenant_sees_its_own_and_an_operator_everybodys() throws Exception {
        try (World world = new World(folder, Recipe.USUAL.clock(NOVEMBER).keys(KEYS))) {
            run(world, ANN, "1", "");
            run(world, OPERATOR, "2", "");

            JsonNode all = items(world, OPERATOR, "/v1/usage?tenant=all", 2);
            assertThat(all)
                    .extracting(item -> item.path("tenant_name").asString("none"))
                    .containsExactlyInAnyOrder("none", "local"); // ann is a name of the key file alone
            assertThat(items(world, ANN, "/v1/usage", 1)).hasSize(1);
            assertThat(get(world, ANN, "/v1/usage?tenant=local").statusCode()).isEqualTo(404);
            assertThat(get(world, ANN, "/v1/usage?tenant=all").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void a_tenants_name_is_told_beside_its_sums_and_no_other_ones() throws Exception {
        try (World world = new World(folder, Recipe.USUAL.clock(NOVEMBER))) {
            KeySecret operator = key(world, "local", Role.OPERATOR);
            KeySecret physics = key(world, "physics", Role.RUNNER);
            KeySecret arts = key(world, "arts", Role.RUNNER);
            run(world, physics, "1", "");
            run(world, arts, "2", "");

            JsonNode all = items(world, operator, "/v1/usage?tenant=all", 2);
            JsonNode own = items(world, arts, "/v1/usage", 1);

            assertThat(all)
                    .extracting(item -> item.path("tenant_name").stringValue())
                    .containsExactlyInAnyOrder("physics", "arts");
            assertThat(own)
                    .extracting(item -> item.path("tenant_name").stringValue())
                    .containsExactly("arts");
            assertThat(own.path(0).path("tenant").stringValue()).startsWith("ten_");
            assertThat(get(world, arts, "/v1/usage?tenant=physics").statusCode())
                    .isEqualTo(404);
        }
    }

    private static KeySecret key(World world, String tenant, Role role) {
        if (world.identity.tenants().find(tenant).isEmpty()) {
            world.identity.tenants().create(Caller.LOCAL, tenant, Optional.empty());
        }
        Keys.Wish wish =
                new Keys.Wish(Optional.of(tenant), "test", role, Optional.empty(), Optional.empty(), Optional.empty());
        return ((Attempt.Done<Keys.Made>) world.identity.keys().create(Caller.LOCAL, wish))
                .value()
                .secret();
    }

    @Test
    void months_are_in_utc_and_a_range_of_them_can_be_asked_for() throws Exception {
        try (World world = new World(folder, Recipe.USUAL.clock(NOVEMBER).keys(KEYS))) {
            run(world, ANN, "1", "");
            items(world, ANN, "/v1/usage", 1);

            assertThat(get(world, ANN, "/v1/usage?from=2026-12&to=2027-01").body())
                    .isEqualTo("{\"items\":[]}");
            assertThat(items(world, ANN, "/v1/usage?from=2026-01", 1)).hasSize(1);
            assertThat(get(world, ANN, "/v1/usage?from=november").statusCode()).isEqualTo(422);
        }
    }

    @Test
    void months_that_run_backwards_are_refused_also_where_the_last_is_not_named() throws Exception {
        try (World world = new World(folder, Recipe.USUAL.clock(NOVEMBER).keys(KEYS))) {
            HttpResponse<String> both = get(world, ANN, "/v1/usage?from=2026-11&to=2026-10");
            HttpResponse<String> first = get(world, ANN, "/v1/usage?from=2026-12");

            assertThat(both.statusCode()).isEqualTo(422);
            assertThat(both.body()).contains("?from", "must not be later than to, which is 2026-10, and is 2026-11");
            assertThat(first.statusCode()).isEqualTo(422);
            assertThat(first.body()).contains("which is 2026-11");
            assertThat(get(world, ANN, "/v1/usage?from=2026-11&to=2026-11").statusCode())
                    .isEqualTo(200);
        }
    }
}
