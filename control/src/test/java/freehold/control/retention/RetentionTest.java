package freehold.control.retention;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.tenancy.KeySecret;
import freehold.control.world.Outcomes;
import freehold.control.world.RecordFile;
import freehold.control.world.ScriptedWorker.Held;
import freehold.control.world.World;
import freehold.control.world.World.Recipe;
import freehold.execution.Artifact;
import freehold.execution.ExecutionId;
import freehold.execution.WorkPath;
import freehold.leak.LeakWatch;
import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What is kept, for how long, and what happens when nothing can be kept. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
final class RetentionTest {
    private static final String HELLO = "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    private static final Digest HELLO_DIGEST = new Digest(HELLO.substring("sha256:".length()));

    @TempDir
    private Path folder;

    private static Recipe later(Duration time) {
        return Recipe.USUAL.clock(() -> Instant.now().plus(time));
    }

    private static String id(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body()).path("id").stringValue();
    }

    private static String echo(String text) {
        return "{\"runtime\": \"python\", \"source\": \"echo " + text + "\"}";
    }

    @Test
    void what_ended_long_ago_is_erased_with_its_artifacts_and_its_inputs() throws Exception {
        String old;
        try (World world = new World(folder)) {
            put(world, "hello");
            old = id(world.post(
                    "/v1/executions?wait=0s",
                    "{\"runtime\": \"python\", \"files\": [{\"path\": \"a.py\", \"content\": \"hold\"}, {\"path\": \"b\", \"blob\": \""
                            + HELLO + "\"}]}"));
            Held held = world.worker.next();
            var stored = world.blobs.put(
                    TenantId.LOCAL, new ByteArrayInputStream("needle-xyzzy".getBytes(StandardCharsets.UTF_8)));
            held.ends(Outcomes.succeeded(
                    held.plan(),
                    "needle-xyzzy".getBytes(StandardCharsets.UTF_8),
                    List.of(new Artifact(new WorkPath("out"), stored.sizeBytes(), stored.digest()))));
            assertThat(world.get("/v1/executions/" + old + "?wait=5s").statusCode())
                    .isEqualTo(200);
        }

        try (World world = new World(folder, later(Duration.ofDays(29)))) {
            String young = id(world.post("/v1/executions", echo("young")));
            assertThat(world.get("/v1/executions/" + old).statusCode()).isEqualTo(200);
            assertThat(world.get("/v1/executions/" + young).statusCode()).isEqualTo(200);
        }
        try (World world = new World(folder, later(Duration.ofDays(31)))) {
            awaitGone(world, old);
            assertThat(JsonMapper.shared()
                            .readTree(world.get("/v1/executions").body())
                            .path("items"))
                    .hasSize(1);
        }

        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("needle-xyzzy");
                assertThat(file.getFileName().toString()).isNotEqualTo(HELLO_DIGEST.hex());
            }
        }
    }

    private static void awaitGone(World world, String id) throws Exception {
        while (world.get("/v1/executions/" + id).statusCode() != 404) {
            Thread.onSpinWait();
        }
    }

    @Test
    void the_oldest_go_sooner_when_all_together_take_too_much() throws Exception {
        String old;
        String young;
        try (World world = new World(folder)) {
            old = id(world.post("/v1/executions?wait=0s", echo("a").replace("echo a", "hold")));
            Held held = world.worker.next();
            var stored = world.blobs.put(
                    TenantId.LOCAL,
                    new ByteArrayInputStream(new byte[(int) Bytes.mebi(65).count()]));
            held.ends(Outcomes.succeeded(
                    held.plan(),
                    new byte[0],
                    List.of(new Artifact(new WorkPath("out"), stored.sizeBytes(), stored.digest()))));
            assertThat(world.get("/v1/executions/" + old + "?wait=5s").statusCode())
                    .isEqualTo(200);
            young = id(world.post("/v1/executions", echo("young")));
        }

        Recipe small = later(Duration.ofMinutes(2)).retention(new Retention(Duration.ofDays(30), Retention.SIZE_LEAST));
        try (World world = new World(folder, small)) {
            awaitGone(world, old);

            assertThat(world.get("/v1/executions/" + young).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void uploads_of_one_tenant_cost_no_execution_of_another() throws Exception {
        KeySecret ann = KeySecret.make(new SecureRandom());
        KeySecret bob = KeySecret.make(new SecureRandom());
        byte[] much = new byte[(int) Bytes.mebi(65).count()];
        String hers;
        String his;
        try (World world = new World(folder, Recipe.USUAL.keys(World.keysOf(ann, bob)))) {
            hers = id(world.send(World.with(world.json("/v1/executions", echo("hers")), ann)));
            his = id(world.send(World.with(world.json("/v1/executions", echo("his")), bob)));
            world.blobs.offer(new TenantId("bob"), Digest.of(much), new ByteArrayInputStream(much));
        }

        Recipe small = later(Duration.ofHours(2))
                .keys(World.keysOf(ann, bob))
                .retention(new Retention(Duration.ofDays(30), Retention.SIZE_LEAST));
        try (World world = new World(folder, small)) {
            while (world.blobs.find(new TenantId("bob"), Digest.of(much)).isPresent() && isThere(world, "ann", hers)) {
                Thread.onSpinWait();
            }

            assertThat(world.blobs.find(new TenantId("bob"), Digest.of(much))).isEmpty();
            assertThat(isThere(world, "ann", hers)).isTrue();
            assertThat(isThere(world, "bob", his)).isTrue();
        }
    }

    private static boolean isThere(World world, String tenant, String id) {
        return world.records.state(new TenantId(tenant), new ExecutionId(id)).isPresent();
    }

    @Test
    void what_takes_too_much_costs_who_has_most_and_not_who_came_first() throws Exception {
        KeySecret ann = KeySecret.make(new SecureRandom());
        KeySecret bob = KeySecret.make(new SecureRandom());
        String hers;
        String his;
        try (World world = new World(folder, Recipe.USUAL.keys(World.keysOf(ann, bob)))) {
            hers = id(world.send(World.with(world.json("/v1/executions", echo("hers")), ann)));
            his = id(world.send(
                    World.with(world.json("/v1/executions?wait=0s", echo("a").replace("echo a", "hold")), bob)));
            Held held = world.worker.next();
            var stored = world.blobs.put(
                    new TenantId("bob"),
                    new ByteArrayInputStream(new byte[(int) Bytes.mebi(65).count()]));
            held.ends(Outcomes.succeeded(
                    held.plan(),
                    new byte[0],
                    List.of(new Artifact(new WorkPath("out"), stored.sizeBytes(), stored.digest()))));
            assertThat(world.send(World.with(
                                    HttpRequest.newBuilder(world.at("/v1/executions/" + his + "?wait=5s")), bob))
                            .statusCode())
                    .isEqualTo(200);
        }

        Recipe small = later(Duration.ofMinutes(2))
                .keys(World.keysOf(ann, bob))
                .retention(new Retention(Duration.ofDays(30), Retention.SIZE_LEAST));
        try (World world = new World(folder, small)) {
            while (isThere(world, "bob", his)) {
                Thread.onSpinWait();
            }

            assertThat(isThere(world, "ann", hers)).isTrue();
        }
    }

    @Test
    void an_upload_that_nobody_came_to_use_is_gone_after_a_day_and_one_in_use_is_not() throws Exception {
        String unused = "sha256:486ea46224d1bb4fb680f34f7c9ad96a8f24ec88be73ea8e5a6c65260e9cb8a7"; // world
        try (World world = new World(folder)) {
            put(world, "hello");
            put(world, "world");
            assertThat(world.post(
                                    "/v1/executions",
                                    "{\"runtime\": \"python\", \"files\": [{\"path\": \"b\", \"blob\": \"" + HELLO
                                            + "\"}]}")
                            .statusCode())
                    .isEqualTo(200);
        }

        try (World world = new World(folder, later(Duration.ofHours(25)))) {
            Path file = folder.resolve("blobs/local")
                    .resolve(unused.substring(7, 9))
                    .resolve(unused.substring(7));
            while (Files.exists(file)) {
                Thread.onSpinWait();
            }

            assertThat(head(world, unused)).isEqualTo(404);
            assertThat(head(world, HELLO)).isEqualTo(200);
        }
    }

    private static int head(World world, String digest) throws Exception {
        return world.send(
                        HttpRequest.newBuilder(world.at("/v1/blobs/" + digest)).HEAD())
                .statusCode();
    }

    private static void put(World world, String content) throws Exception {
        Digest digest = Digest.of(content.getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> answer = world.send(HttpRequest.newBuilder(world.at("/v1/blobs/" + digest))
                .header("Content-Type", "application/octet-stream")
                .PUT(BodyPublishers.ofString(content)));
        assertThat(answer.statusCode()).isEqualTo(201);
    }

    @Test
    void with_little_room_nothing_is_answered_that_is_not_recorded() throws Exception {
        try (World world =
                new World(folder, Recipe.USUAL.room(() -> Bytes.mebi(500).count()))) {
            assertThat(world.post("/v1/executions", echo("a")).statusCode()).isEqualTo(200);
            breakRecord();

            assertThat(world.post("/v1/executions", echo("b")).statusCode()).isEqualTo(503);
            assertThat(world.post("/v1/executions?wait=0s", echo("b")).statusCode())
                    .isEqualTo(503);
        }
    }

    @Test
    void after_one_write_has_failed_no_more_is_promised_until_one_succeeds() throws Exception {
        try (World world = new World(folder)) {
            breakRecord();
            while (world.post("/v1/executions", echo("a")).statusCode() == 200) {
                Thread.onSpinWait(); // recorded after its answer: docs/guarantees.md
            }

            for (int i = 0; i < 5; i++) {
                assertThat(world.post("/v1/executions", echo("b")).statusCode()).isEqualTo(503);
            }
        }
    }

    @Test
    void an_end_that_could_not_be_stored_is_stored_when_the_record_takes_writes_again() throws Exception {
        String id;
        try (World world = new World(folder)) {
            id = id(world.send(world.json("/v1/executions?wait=0s", echo("a").replace("echo a", "hold"))
                    .header("Idempotency-Key", "k")));
            Held held = world.worker.next();
            change("create trigger broken before insert on step begin select raise(abort, 'broken'); end");
            held.ends(Outcomes.succeeded(held.plan(), "kept"));
            assertThat(world.get("/v1/executions/" + id + "?wait=5s").body()).contains("kept");
            while (world.get("/readyz").statusCode() == 200
                    && world.post("/v1/executions", echo("b")).statusCode() == 200) {
                Thread.onSpinWait();
            }
            change("drop trigger broken");
            while (world.post("/v1/executions", echo("c")).statusCode() != 200) {
                Thread.onSpinWait();
            }
        }

        try (World world = new World(folder)) {
            assertThat(world.get("/v1/executions/" + id).body()).contains("kept");
        }
    }

    @Test
    void without_room_nothing_is_let_in() throws Exception {
        try (World world =
                new World(folder, Recipe.USUAL.room(() -> Bytes.mebi(1).count()))) {
            assertThat(world.post("/v1/executions", echo("a")).statusCode()).isEqualTo(503);
            assertThat(world.get("/readyz").statusCode()).isEqualTo(503);
        }
    }

    /** As a record would be that another program spoiled. */
    private void breakRecord() throws Exception {
        change("drop table step");
    }

    private void change(String sql) throws Exception {
        RecordFile.change(folder, sql);
    }

    @Test
    void a_server_that_ends_cleanly_leaves_no_log_beside_its_record() throws Exception {
        try (World world = new World(folder, Recipe.USUAL.clock(InstantSource.system()))) {
            world.post("/v1/executions", echo("a"));
            world.get("/v1/executions");
        }

        assertThat(folder.resolve("freehold.db-wal")).doesNotExist();
        assertThat(folder.resolve("freehold.db-shm")).doesNotExist();
    }
}
