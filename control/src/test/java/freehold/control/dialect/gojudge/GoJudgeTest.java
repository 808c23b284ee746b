package freehold.control.dialect.gojudge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.control.exchange.Call;
import freehold.control.exchange.Route;
import freehold.control.record.RecordUnavailable;
import freehold.control.tenancy.Caller;
import freehold.control.tenancy.KeyFile;
import freehold.control.tenancy.KeySecret;
import freehold.control.world.Outcomes;
import freehold.control.world.ScriptedWorker.Held;
import freehold.control.world.World;
import freehold.control.world.World.Recipe;
import freehold.execution.Artifact;
import freehold.execution.Content;
import freehold.execution.SourceFile;
import freehold.execution.WorkPath;
import freehold.leak.LeakWatch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
@ExtendWith(LeakWatch.class)
final class GoJudgeTest {
    private static final String PLACE = "/compat/go-judge";
    private static final byte[] NOTHING = {};

    @TempDir
    private Path folder;

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    static HttpRequest.Builder form(World world, String name, String content) {
        String body = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name + "\"\r\n\r\n"
                + content + "\r\n--b--\r\n";
        return HttpRequest.newBuilder(world.at(PLACE + "/file"))
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofString(body));
    }

    private static HttpRequest.Builder file(World world, String id) {
        return HttpRequest.newBuilder(world.at(PLACE + "/file/" + id));
    }

    private static HttpRequest.Builder run(World world, String cmds) {
        return world.json(PLACE + "/run", "{\"cmd\": [" + cmds + "]}");
    }

    private static String showing(String id) {
        return "{\"args\": [\"python3\", \"a.py\"], \"files\": [{\"fileId\": \"" + id
                + "\"}, {\"name\": \"stdout\", \"max\": 1000}], \"copyIn\": {\"a.py\": {\"content\": \"show\"}, \"in\": {\"fileId\": \""
                + id + "\"}, \"link\": {\"symlink\": \"in\"}}}";
    }

    @Test
    void a_file_that_was_sent_is_input_and_file_of_a_program_and_can_be_had_back() throws Exception {
        try (World world = new World(folder)) {
            String id = json(world.sendUnchecked(form(world, "in.txt", "a,b"))).stringValue();

            String shown = json(world.sendUnchecked(run(world, showing(id))))
                    .path(0)
                    .path("files")
                    .path("stdout")
                    .stringValue();
            HttpResponse<String> back = world.sendUnchecked(file(world, id));
            JsonNode listed = json(world.sendUnchecked(HttpRequest.newBuilder(world.at(PLACE + "/file"))));

            assertThat(id).matches("[A-Z2-7]{16}");
            assertThat(shown)
                    .contains("stdin a,b\n")
                    .contains("file in sha256:")
                    .contains("file link sha256:");
            assertThat(back.body()).isEqualTo("a,b");
            assertThat(back.headers().firstValue("Content-Disposition"))
                    .hasValue("attachment; filename*=UTF-8''in.txt");
            assertThat(listed.path(id).stringValue()).isEqualTo("in.txt");
            assertThat(world.sendUnchecked(file(world, id).DELETE()).statusCode())
                    .isEqualTo(200);
            assertThat(world.sendUnchecked(file(world, id)).statusCode()).isEqualTo(404);
            assertThat(world.acts).isEmpty();
        }
    }

    @Test
    void links_share_the_bytes_of_their_file() throws Exception {
        try (World world = new World(folder)) {
            var running = world.client()
                    .sendAsync(
                            run(
                                            world,
                                            "{\"args\": [\"a\"], \"copyIn\": {\"a\": {\"content\": \"hold\"}, \"b\": {\"symlink\": \"a\"}, \"c\": {\"symlink\": \"a\"}}}")
                                    .build(),
                            BodyHandlers.ofString());
            Held held = world.worker.next();
            held.ends(Outcomes.succeeded(held.plan(), ""));
            running.join();

            List<SourceFile> files = held.plan().files();
            assertThat(files).hasSize(3);
            assertThat(files)
                    .allSatisfy(file ->
                            assertThat(file.content()).isSameAs(files.getFirst().content()));
        }
    }

    @Test
    void links_stand_for_no_more_bytes_than_a_server_holds() throws Exception {
        String small = "\"small\": {\"content\": \"" + "x".repeat(1 << 20) + "\"}";
        String large = "\"large\": {\"content\": \"" + "é".repeat(1 << 20) + "\"}";
        try (World world = new World(folder)) {
            String fits = "{\"args\": [\"small\"], \"copyIn\": {" + small + links("small", 8) + "}}";
            String isOver = "{\"args\": [\"small\"], \"copyIn\": {" + large + links("large", 5) + "}}";

            assertThat(json(world.sendUnchecked(run(world, fits + ", " + fits)))
                            .path(1)
                            .path("status")
                            .stringValue())
                    .isEqualTo("Accepted");
            HttpResponse<String> refused = world.sendUnchecked(run(world, fits + ", " + isOver));
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(json(refused).stringValue())
                    .isEqualTo(
                            "copyIn: symlinks of all cmd together stand for at most 16777216 bytes, not " + (18 << 20));
        }
    }

    private static String links(String target, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ", \"link" + i + "\": {\"symlink\": \"" + target + "\"}")
                .collect(Collectors.joining());
    }

    @Test
    void a_command_brings_no_more_files_than_a_request() throws Exception {
        try (World world = new World(folder)) {
            HttpResponse<String> refused = world.sendUnchecked(run(
                    world, "{\"args\": [\"a\"], \"copyIn\": {\"a\": {\"content\": \"x\"}" + links("a", 1_000) + "}}"));

            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(json(refused).stringValue()).isEqualTo("copyIn: a cmd has at most 1000 files, not 1001");
        }
    }

    @Test
    void what_a_compiler_left_is_stored_shown_or_cut_and_runs_where_it_was_made() throws Exception {
        try (World world = new World(folder)) {
            var compiling = world.client()
                    .sendAsync(
                            run(
                                            world,
                                            "{\"args\": [\"gcc\", \"a.c\"], \"copyIn\": {\"a.c\": {\"content\": \"hold\"}}, \"copyOutMax\": 3, \"copyOutTruncate\": true,"
                                                    + " \"copyOut\": [\"log\"], \"copyOutCached\": [\"a\"]}")
                                    .build(),
                            BodyHandlers.ofString());
            Held held = world.worker.next();
            held.ends(Outcomes.succeeded(
                    held.plan(), NOTHING, List.of(left(world, held, "a", "ab"), left(world, held, "log", "too long"))));
            JsonNode compiled = json(compiling.join()).path(0);
            String id = compiled.path("fileIds").path("a").stringValue();

            JsonNode ran = json(world.sendUnchecked(run(
                            world,
                            "{\"args\": [\"a\"], \"files\": [null, {\"name\": \"out\", \"max\": 999}], \"copyIn\": {\"x\": {\"content\": \"show\"}, \"a\": {\"fileId\": \""
                                    + id + "\"}}}")))
                    .path(0);

            assertThat(held.plan().run().cell().root()).isEqualTo("c-build");
            assertThat(compiled.path("status").stringValue()).isEqualTo("Accepted");
            assertThat(compiled.path("files").path("log").stringValue()).isEqualTo("too");
            assertThat(ran.path("files").path("out").stringValue()).contains("argv [./a]");
            assertThat(world.sendUnchecked(file(world, id)).body()).isEqualTo("ab");
        }
    }

    static Artifact left(World world, Held held, String path, String content) throws Exception {
        Content.Stored stored = world.blobs.put(
                held.plan().tenant(), new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
        return new Artifact(new WorkPath(path), stored.sizeBytes(), stored.digest());
    }

    @Test
    void what_is_too_long_is_a_file_error_where_it_is_not_to_be_cut() throws Exception {
        try (World world = new World(folder)) {
            var running = world.client()
                    .sendAsync(
                            run(
                                            world,
                                            "{\"args\": [\"a\"], \"copyIn\": {\"a\": {\"content\": \"hold\"}}, \"copyOutMax\": 3, \"copyOut\": [\"log\"]}")
                                    .build(),
                            BodyHandlers.ofString());
            Held held = world.worker.next();
            held.ends(Outcomes.succeeded(held.plan(), NOTHING, List.of(left(world, held, "log", "too long"))));

            JsonNode result = json(running.join()).path(0);

            assertThat(result.path("status").stringValue()).isEqualTo("File Error");
            assertThat(result.path("fileError").path(0).path("type").stringValue())
                    .isEqualTo("CopyOutSizeExceeded");
            assertThat(result.has("files")).isFalse();
        }
    }

    @Test
    void a_command_names_no_more_files_to_have_than_are_looked_at() throws Exception {
        String names = IntStream.range(0, 200).mapToObj(i -> "\"" + i + "\"").collect(Collectors.joining(", "));
        try (World world = new World(folder)) {
            HttpResponse<String> many = world.sendUnchecked(run(
                    world, "{\"args\": [\"a\"], \"copyOut\": [" + names + "], \"copyOutCached\": [" + names + "]}"));
            HttpResponse<String> large = world.sendUnchecked(
                    run(world, "{\"args\": [\"a\"], \"copyOutCached\": [\"" + "./".repeat(3_000) + "a\"]}"));

            assertThat(many.statusCode()).isEqualTo(400);
            assertThat(json(many).stringValue())
                    .isEqualTo("copyOut and copyOutCached have at most 256 names together, not 400");
            assertThat(large.statusCode()).isEqualTo(400);
            assertThat(json(large).stringValue()).isEqualTo("copyOut: a name has at most 4096 bytes");
        }
    }

    @Test
    void a_name_that_no_file_system_would_take_is_refused() throws Exception {
        try (World world = new World(folder)) {
            assertThat(world.sendUnchecked(form(world, "é".repeat(127), "x")).statusCode())
                    .isEqualTo(200);
            assertThat(world.sendUnchecked(form(world, "é".repeat(128), "x")).statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void a_file_of_another_tenant_is_none() throws Exception {
        KeySecret ann = KeySecret.make(new SecureRandom());
        KeySecret bob = KeySecret.make(new SecureRandom());
        KeyFile keys = World.keysOf(ann, bob);
        try (World world = new World(folder, Recipe.USUAL.keys(keys))) {
            String id = json(world.sendUnchecked(World.with(form(world, "in.txt", "secret"), ann)))
                    .stringValue();

            assertThat(world.sendUnchecked(World.with(file(world, id), ann)).body())
                    .isEqualTo("secret");
            assertThat(world.sendUnchecked(World.with(file(world, id), bob)).statusCode())
                    .isEqualTo(404);
            assertThat(world.sendUnchecked(World.with(file(world, id).DELETE(), bob))
                            .statusCode())
                    .isEqualTo(404);
            assertThat(world.sendUnchecked(World.with(run(world, showing(id)), bob))
                            .statusCode())
                    .isEqualTo(500);
            HttpResponse<String> stranger = world.sendUnchecked(file(world, id));
            assertThat(stranger.statusCode()).isEqualTo(401);
            assertThat(stranger.body()).isEmpty();
        }
    }

    @Test
    void files_of_another_tenant_are_none_though_one_has_the_same_content() throws Exception {
        KeySecret ann = KeySecret.make(new SecureRandom());
        KeySecret bob = KeySecret.make(new SecureRandom());
        KeyFile keys = World.keysOf(ann, bob);
        try (World world = new World(folder, Recipe.USUAL.keys(keys))) {
            String hers = json(world.sendUnchecked(World.with(form(world, "hers.txt", "same"), ann)))
                    .stringValue();
            String his = json(world.sendUnchecked(World.with(form(world, "his.txt", "same"), bob)))
                    .stringValue();

            assertThat(world.sendUnchecked(World.with(file(world, hers), bob)).statusCode())
                    .isEqualTo(404);
            assertThat(world.sendUnchecked(World.with(run(world, showing(hers)), bob))
                            .statusCode())
                    .isEqualTo(500);
            JsonNode listed =
                    json(world.sendUnchecked(World.with(HttpRequest.newBuilder(world.at(PLACE + "/file")), bob)));
            assertThat(listed.propertyNames()).containsExactly(his);
        }
    }

    @Test
    void a_file_that_nobody_used_for_a_day_is_forgotten() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2027-01-01T00:00:00Z"));
        try (World world = new World(folder, Recipe.USUAL.clock(now::get))) {
            String id = json(world.sendUnchecked(form(world, "in.txt", "a,b"))).stringValue();

            now.updateAndGet(time -> time.plus(Duration.ofHours(23)));
            int used = world.sendUnchecked(file(world, id)).statusCode();
            now.updateAndGet(time -> time.plus(Duration.ofHours(23)));
            int usedAgain = world.sendUnchecked(file(world, id)).statusCode();
            now.updateAndGet(time -> time.plus(Duration.ofHours(25)));

            assertThat(List.of(used, usedAgain)).containsExactly(200, 200);
            assertThat(world.sendUnchecked(file(world, id)).statusCode()).isEqualTo(404);
        }
    }

    /** The record is asked for its room as each command is handed in. */
    @Test
    void commands_that_were_begun_end_where_another_cannot_be() throws Exception {
        Thread client = Thread.currentThread();
        AtomicInteger asked = new AtomicInteger();
        RecordUnavailable gone = new RecordUnavailable("gone", new IOException());
        try (World world = new World(folder, Recipe.USUAL.room(() -> {
            if (Thread.currentThread().equals(client) && asked.incrementAndGet() == 2) {
                throw gone;
            }
            return Long.MAX_VALUE;
        }))) {
            String hold = "{\"args\": [\"a\"], \"copyIn\": {\"a\": {\"content\": \"hold\"}}}";
            Route run = world.goJudge.routes().getFirst();

            assertThatThrownBy(() -> run.handler().answer(call("{\"cmd\": [" + hold + ", " + hold + "]}")))
                    .isSameAs(gone);

            String begun = json(world.get("/v1/executions"))
                    .path("items")
                    .path(0)
                    .path("id")
                    .stringValue();
            assertThat(json(world.get("/v1/executions/" + begun + "?wait=10s"))
                            .path("verdict")
                            .stringValue())
                    .isEqualTo("cancelled");
        }
    }

    private static Call call(String body) {
        return new Call(
                Caller.LOCAL,
                Map.of(),
                Map.of(),
                _ -> Optional.empty(),
                body.getBytes(StandardCharsets.UTF_8),
                _ -> () -> {},
                action -> {
                    throw new AssertionError(action);
                });
    }

    @Test
    void commands_of_a_client_that_goes_away_end() throws Exception {
        try (World world = new World(folder)) {
            String hold = "{\"args\": [\"a\"], \"copyIn\": {\"a\": {\"content\": \"hold\"}}}";
            CompletableFuture<HttpResponse<String>> running =
                    world.client().sendAsync(run(world, hold + ", " + hold).build(), BodyHandlers.ofString());
            List<Held> held = List.of(world.worker.next(), world.worker.next());

            running.cancel(true);

            for (Held each : held) {
                String found = "/v1/executions/" + each.plan().id() + "?wait=10s";
                assertThat(json(world.get(found)).path("state").stringValue()).isEqualTo("finished");
            }
        }
    }
}
