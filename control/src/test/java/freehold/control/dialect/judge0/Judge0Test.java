package freehold.control.dialect.judge0;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.dispatch.QueueBounds;
import freehold.control.tenancy.Caller;
import freehold.control.tenancy.KeyFile;
import freehold.control.tenancy.KeySecret;
import freehold.control.tenancy.Right;
import freehold.control.world.Outcomes;
import freehold.control.world.ScriptedWorker.Held;
import freehold.control.world.World;
import freehold.control.world.World.Recipe;
import freehold.execution.ExecutionId;
import freehold.leak.LeakWatch;
import freehold.quantity.Bytes;
import freehold.tenant.TenantId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
@ExtendWith(LeakWatch.class)
final class Judge0Test {
    private static final String SUBMISSIONS = "/compat/judge0/submissions";
    private static final String HOLD =
            "{\"source_code\": \"hold\", \"language_id\": 71, \"stdin\": \"in\", \"expected_output\": \"second \\n\"}";

    @TempDir
    private Path folder;

    private static HttpResponse<String> post(World world, String path, String json) throws Exception {
        return world.sendUnchecked(world.json(path, json));
    }

    private static HttpResponse<String> get(World world, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(world.at(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return world.sendUnchecked(request);
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    private static String token(HttpResponse<String> response) {
        return json(response).path("token").stringValue();
    }

    private static HttpRequest.Builder withKey(World world, String header, String secret) {
        return world.json(SUBMISSIONS, HOLD.replace("hold", "echo 1")).header(header, secret);
    }

    @Test
    void an_unfinished_submission_runs_again_after_the_server_died_and_is_judged_as_it_was_asked() throws Exception {
        String token;
        Path copy = folder.resolve("copy");
        Files.createDirectories(copy);
        try (World world = new World(folder)) {
            token = token(post(world, SUBMISSIONS, HOLD));
            for (String file : List.of("freehold.db", "freehold.db-wal")) { // as kill -9 would leave them
                Files.copy(folder.resolve(file), copy.resolve(file));
            }
            world.worker.next().cancel();
        }

        try (World later = new World(copy)) {
            Held again = later.worker.next();
            JsonNode running = json(get(later, SUBMISSIONS + "/" + token + "?fields=status_id,finished_at"));
            again.ends(Outcomes.succeeded(again.plan(), "second"));
            JsonNode ended = json(get(later, SUBMISSIONS + "/" + token + "?fields=stdin,status_id"));

            assertThat(running.path("status_id").intValue()).isEqualTo(2);
            assertThat(running.path("finished_at").isNull()).isTrue();
            assertThat(new String(again.plan().stdin().bytes(), StandardCharsets.UTF_8))
                    .isEqualTo("in");
            assertThat(ended.path("stdin").stringValue()).isEqualTo("in");
            assertThat(ended.path("status_id").intValue()).isEqualTo(3);
        }
    }

    @Test
    void the_peers_header_brings_a_key_and_the_address_does_not() throws Exception {
        KeySecret ann = KeySecret.make(new SecureRandom());
        KeySecret bob = KeySecret.make(new SecureRandom());
        KeyFile keys = new KeyFile(List.of(
                new KeyFile.Key(ann.digest(), new Caller(new TenantId("ann"), EnumSet.allOf(Right.class))),
                new KeyFile.Key(bob.digest(), new Caller(new TenantId("bob"), Set.of(Right.READ)))));
        try (World world = new World(folder, Recipe.USUAL.keys(keys))) {
            HttpResponse<String> hers = world.sendUnchecked(withKey(world, "X-Auth-Token", ann.value()));
            HttpResponse<String> his = world.sendUnchecked(withKey(world, "X-Auth-Token", bob.value()));
            HttpResponse<String> bearer = world.sendUnchecked(withKey(world, "Authorization", "Bearer " + ann.value()));
            HttpResponse<String> none = post(world, SUBMISSIONS + "?X-Auth-Token=" + ann.value(), HOLD);
            String path = SUBMISSIONS + "/" + token(hers);

            assertThat(hers.statusCode()).isEqualTo(201);
            assertThat(bearer.statusCode()).isEqualTo(201);
            assertThat(his.statusCode()).isEqualTo(403);
            assertThat(none.statusCode()).isEqualTo(401);
            assertThat(none.body()).isEmpty();
            assertThat(get(world, path, "X-Auth-Token", ann.value()).statusCode())
                    .isEqualTo(200);
            assertThat(get(world, path, "X-Auth-Token", bob.value()).statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void a_submission_of_another_tenant_is_none() throws Exception {
        KeySecret ann = KeySecret.make(new SecureRandom());
        KeySecret bob = KeySecret.make(new SecureRandom());
        KeyFile keys = World.keysOf(ann, bob);
        try (World world = new World(folder, Recipe.USUAL.keys(keys))) {
            String token = token(world.sendUnchecked(World.with(world.json(SUBMISSIONS, HOLD), ann)));
            Held held = world.worker.next();
            String path = SUBMISSIONS + "/" + token;
            String batch = SUBMISSIONS + "/batch?tokens=" + token;

            HttpResponse<String> living = get(world, path, "X-Auth-Token", bob.value());
            held.ends(Outcomes.succeeded(held.plan(), "secret"));
            var _ = world.send(World.with(
                    HttpRequest.newBuilder(
                            world.at("/v1/executions/" + held.plan().id() + "?wait=10s")),
                    ann));
            HttpResponse<String> ended = get(world, path, "X-Auth-Token", bob.value());
            HttpResponse<String> among = get(world, batch, "X-Auth-Token", bob.value());
            HttpResponse<String> deleted = world.sendUnchecked(
                    World.with(HttpRequest.newBuilder(world.at(path)).DELETE(), bob));

            assertThat(living.statusCode()).isEqualTo(404);
            assertThat(ended.statusCode()).isEqualTo(404);
            assertThat(among.body()).isEqualTo("{\"submissions\":[null]}");
            assertThat(deleted.statusCode()).isEqualTo(404);
            assertThat(get(world, path, "X-Auth-Token", ann.value()).body()).contains("secret");
        }
    }

    @Test
    void a_full_queue_is_told_in_the_peers_words() throws Exception {
        QueueBounds none = new QueueBounds(0, 0, Bytes.mebi(1));
        try (World world = new World(folder, Recipe.USUAL.cells(1).queue(none))) {
            post(world, SUBMISSIONS, HOLD);
            Held held = world.worker.next();

            HttpResponse<String> one = post(world, SUBMISSIONS, HOLD);
            HttpResponse<String> many = post(world, SUBMISSIONS + "/batch", "{\"submissions\": [" + HOLD + "]}");
            held.cancel();

            assertThat(one.statusCode()).isEqualTo(503);
            assertThat(one.body()).isEqualTo("{\"error\":\"queue is full\"}");
            assertThat(one.headers().firstValue("Retry-After")).isPresent();
            assertThat(many.statusCode()).isEqualTo(503);
        }
    }

    @Test
    void a_submission_that_lives_is_not_deleted_and_what_came_by_our_own_api_is_none() throws Exception {
        try (World world = new World(folder)) {
            String token = token(post(world, SUBMISSIONS, HOLD));
            Held held = world.worker.next();
            String own = world.post("/v1/executions", "{\"runtime\": \"python\", \"source\": \"echo 1\"}")
                    .body();
            String ownToken = Token.of(
                    new ExecutionId(JsonMapper.shared().readTree(own).path("id").stringValue()));

            HttpResponse<String> refused = world.sendUnchecked(
                    HttpRequest.newBuilder(world.at(SUBMISSIONS + "/" + token)).DELETE());
            held.cancel();

            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains("cannot be deleted because its status is 2 (Processing)");
            assertThat(get(world, SUBMISSIONS + "/" + ownToken).statusCode()).isEqualTo(404);
        }
    }

    private void alter(String sql) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("freehold.db"));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void a_submission_is_deleted_in_one_step_with_the_line_that_says_so() throws Exception {
        try (World world = new World(folder)) {
            String token = token(post(world, SUBMISSIONS, HOLD));
            Held held = world.worker.next();
            held.ends(Outcomes.succeeded(held.plan(), ""));
            String path = SUBMISSIONS + "/" + token;
            var _ = world.get("/v1/executions/" + held.plan().id() + "/receipt");
            alter("create trigger full before insert on ledger begin select raise(abort, 'no room'); end");

            int refused = world.sendUnchecked(
                            HttpRequest.newBuilder(world.at(path)).DELETE())
                    .statusCode();
            alter("drop trigger full");

            assertThat(refused).isEqualTo(503);
            assertThat(get(world, path).statusCode()).isEqualTo(200);
            assertThat(world.sendUnchecked(
                                    HttpRequest.newBuilder(world.at(path)).DELETE())
                            .statusCode())
                    .isEqualTo(200);
            assertThat(world.get("/v1/audit").body()).contains("execution.erased", path);
        }
    }

    @Test
    void a_page_in_a_browser_cannot_submit() throws Exception {
        try (World world = new World(folder)) {
            HttpResponse<String> answer =
                    world.sendUnchecked(world.json(SUBMISSIONS, HOLD).header("Origin", "http://evil.example"));

            assertThat(answer.statusCode()).isEqualTo(403);
        }
    }

    @Test
    void a_body_of_very_many_parts_is_refused() throws Exception {
        try (World world = new World(folder)) {
            String parts = "{\"submissions\": [" + "[],".repeat(100_000) + "[]]}";

            assertThat(post(world, SUBMISSIONS + "/batch", parts).statusCode()).isEqualTo(400);
        }
    }

    @Test
    void files_of_an_archive_count_as_what_they_have_become() throws Exception {
        QueueBounds narrow = new QueueBounds(10, 10, Bytes.mebi(1));
        try (World world = new World(folder, Recipe.USUAL.cells(1).queue(narrow))) {
            post(world, SUBMISSIONS, HOLD);
            Held held = world.worker.next();
            String archive = Base64Text.encode(zipOfZeros(2 << 20)).replace("\n", "\\n");
            String body =
                    "{\"source_code\": \"echo 1\", \"language_id\": 71, \"additional_files\": \"" + archive + "\"}";

            HttpResponse<String> answer = post(world, SUBMISSIONS, body);
            held.cancel();

            assertThat(archive.length()).isLessThan(10_000);
            assertThat(answer.statusCode()).isEqualTo(503);
        }
    }

    private static byte[] zipOfZeros(int size) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("zeros"));
            zip.write(new byte[size]);
        }
        return bytes.toByteArray();
    }
}
