package freehold.control.dialect.librechat;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.tenancy.Caller;
import freehold.control.tenancy.KeyFile;
import freehold.control.tenancy.KeySecret;
import freehold.control.tenancy.Right;
import freehold.control.world.Outcomes;
import freehold.control.world.ScriptedWorker.Held;
import freehold.control.world.World;
import freehold.control.world.World.Recipe;
import freehold.execution.Artifact;
import freehold.execution.Content;
import freehold.execution.WorkPath;
import freehold.leak.LeakWatch;
import freehold.tenant.TenantId;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
@ExtendWith(LeakWatch.class)
final class LibreChatTest {
    private static final String PLACE = "/compat/librechat";
    private static final byte[] NOTHING = {};

    @TempDir
    private Path folder;

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    private static HttpRequest.Builder form(World world, String name, String content) {
        String body = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name + "\"\r\n\r\n"
                + content + "\r\n--b--\r\n";
        return HttpRequest.newBuilder(world.at(PLACE + "/upload"))
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofString(body));
    }

    private static HttpResponse<String> get(World world, String path) throws Exception {
        return world.sendUnchecked(HttpRequest.newBuilder(world.at(PLACE + path)));
    }

    private static String reference(JsonNode uploaded) {
        return "{\"id\": \"" + uploaded.path("files").path(0).path("fileId").stringValue() + "\", \"session_id\": \""
                + uploaded.path("session_id").stringValue() + "\", \"name\": \"in.csv\"}";
    }

    @Test
    void a_file_is_sent_is_given_to_a_program_and_is_had_back() throws Exception {
        try (World world = new World(folder)) {
            JsonNode sent = json(world.sendUnchecked(form(world, "in.csv", "a,b\n")));
            String session = sent.path("session_id").stringValue();
            String id = sent.path("files").path(0).path("fileId").stringValue();

            JsonNode ran = json(world.sendUnchecked(world.json(
                    PLACE + "/exec", "{\"lang\": \"py\", \"code\": \"show\", \"files\": [" + reference(sent) + "]}")));
            JsonNode summary = json(get(world, "/files/" + session + "?detail=summary"));
            JsonNode full = json(get(world, "/files/" + session + "?detail=full"));

            assertThat(sent.path("message").stringValue()).isEqualTo("success");
            assertThat(ran.path("stdout").stringValue()).contains("file in.csv sha256:");
            assertThat(summary.path(0).path("name").stringValue()).isEqualTo(session + "/" + id + ".csv");
            assertThat(summary.path(0).path("lastModified").stringValue()).endsWith("Z");
            assertThat(full.path(0).path("metadata").path("original-filename").stringValue())
                    .isEqualTo("in.csv");
            assertThat(get(world, "/download/" + session + "/" + id).body()).isEqualTo("a,b\n");
        }
    }

    @Test
    void what_a_program_left_is_told_but_not_what_it_was_given() throws Exception {
        try (World world = new World(folder)) {
            JsonNode sent = json(world.sendUnchecked(form(world, "in.csv", "a,b\n")));
            var running = world.client()
                    .sendAsync(
                            world.json(
                                            PLACE + "/exec",
                                            "{\"lang\": \"py\", \"code\": \"hold\", \"files\": [" + reference(sent)
                                                    + "]}")
                                    .build(),
                            BodyHandlers.ofString());
            Held held = world.worker.next();
            held.ends(Outcomes.succeeded(
                    held.plan(),
                    NOTHING,
                    List.of(
                            left(world, held, "main.py", "hold"),
                            left(world, held, "in.csv", "a,b\n"),
                            left(world, held, "out/plot.txt", "42"))));

            JsonNode ran = json(running.join());
            String session = ran.path("session_id").stringValue();
            String id = ran.path("files").path(0).path("id").stringValue();

            assertThat(ran.path("files").size()).isEqualTo(1);
            assertThat(ran.path("files").path(0).path("name").stringValue()).isEqualTo("out/plot.txt");
            assertThat(get(world, "/download/" + session + "/" + id).body()).isEqualTo("42");
        }
    }

    private static Artifact left(World world, Held held, String path, String content) throws Exception {
        Content.Stored stored = world.blobs.put(
                held.plan().tenant(), new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
        return new Artifact(new WorkPath(path), stored.sizeBytes(), stored.digest());
    }

    @Test
    void a_session_of_another_tenant_is_none() throws Exception {
        KeySecret ann = KeySecret.make(new SecureRandom());
        KeySecret bob = KeySecret.make(new SecureRandom());
        KeyFile keys = World.keysOf(ann, bob);
        try (World world = new World(folder, Recipe.USUAL.keys(keys))) {
            JsonNode sent =
                    json(world.sendUnchecked(form(world, "in.csv", "secret").header("X-API-Key", ann.value())));
            String file = "/download/" + sent.path("session_id").stringValue() + "/"
                    + sent.path("files").path(0).path("fileId").stringValue();

            HttpResponse<String> hers = world.sendUnchecked(
                    HttpRequest.newBuilder(world.at(PLACE + file)).header("X-API-Key", ann.value()));
            HttpResponse<String> his = world.sendUnchecked(
                    HttpRequest.newBuilder(world.at(PLACE + file)).header("X-API-Key", bob.value()));
            HttpResponse<String> hisRun = world.sendUnchecked(world.json(
                            PLACE + "/exec",
                            "{\"lang\": \"py\", \"code\": \"show\", \"files\": [" + reference(sent) + "]}")
                    .header("X-API-Key", bob.value()));

            assertThat(hers.body()).isEqualTo("secret");
            assertThat(his.statusCode()).isEqualTo(404);
            assertThat(hisRun.statusCode()).isEqualTo(400);
            assertThat(get(world, file).statusCode()).isEqualTo(401);
        }
    }

    private static Recipe annAndBob(KeySecret ann, KeySecret bob) {
        return Recipe.USUAL.keys(new KeyFile(List.of(
                new KeyFile.Key(ann.digest(), new Caller(new TenantId("ann"), EnumSet.allOf(Right.class))),
                new KeyFile.Key(bob.digest(), new Caller(new TenantId("bob"), EnumSet.allOf(Right.class))))));
    }

    private static HttpResponse<String> get(World world, String path, KeySecret key) throws Exception {
        return world.sendUnchecked(
                HttpRequest.newBuilder(world.at(PLACE + path)).header("X-API-Key", key.value()));
    }

    @Test
    void a_session_of_another_tenant_is_none_though_one_has_the_same_content() throws Exception {
        KeySecret ann = KeySecret.make(new SecureRandom());
        KeySecret bob = KeySecret.make(new SecureRandom());
        try (World world = new World(folder, annAndBob(ann, bob))) {
            JsonNode hers =
                    json(world.sendUnchecked(form(world, "in.csv", "a,b\n").header("X-API-Key", ann.value())));
            world.sendUnchecked(form(world, "own.csv", "a,b\n").header("X-API-Key", bob.value()));
            String session = hers.path("session_id").stringValue();
            String file =
                    session + "/" + hers.path("files").path(0).path("fileId").stringValue();

            HttpResponse<String> run = world.sendUnchecked(world.json(
                            PLACE + "/exec",
                            "{\"lang\": \"py\", \"code\": \"show\", \"files\": [" + reference(hers) + "]}")
                    .header("X-API-Key", bob.value()));

            assertThat(get(world, "/files/" + session, ann).statusCode()).isEqualTo(200);
            assertThat(get(world, "/files/" + session, bob).statusCode()).isEqualTo(404);
            assertThat(get(world, "/download/" + file, bob).statusCode()).isEqualTo(404);
            assertThat(run.statusCode()).isEqualTo(400);
        }
    }

    @Test
    void what_a_program_of_another_tenant_left_is_not_there_though_one_has_the_same_content() throws Exception {
        KeySecret ann = KeySecret.make(new SecureRandom());
        KeySecret bob = KeySecret.make(new SecureRandom());
        try (World world = new World(folder, annAndBob(ann, bob))) {
            world.sendUnchecked(form(world, "own.txt", "42").header("X-API-Key", bob.value()));
            var running = world.client()
                    .sendAsync(
                            world.json(PLACE + "/exec", "{\"lang\": \"py\", \"code\": \"hold\"}")
                                    .header("X-API-Key", ann.value())
                                    .build(),
                            BodyHandlers.ofString());
            Held held = world.worker.next();
            held.ends(Outcomes.succeeded(held.plan(), NOTHING, List.of(left(world, held, "plot.txt", "42"))));
            JsonNode ran = json(running.join());
            String session = ran.path("session_id").stringValue();
            String file = session + "/" + ran.path("files").path(0).path("id").stringValue();

            assertThat(get(world, "/download/" + file, ann).body()).isEqualTo("42");
            assertThat(get(world, "/files/" + session, bob).statusCode()).isEqualTo(404);
            assertThat(get(world, "/download/" + file, bob).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void a_file_is_one_of_its_session_only() throws Exception {
        try (World world = new World(folder)) {
            JsonNode one = json(world.sendUnchecked(form(world, "one.csv", "1")));
            JsonNode other = json(world.sendUnchecked(form(world, "other.csv", "2")));
            String session = one.path("session_id").stringValue();
            String file = other.path("files").path(0).path("fileId").stringValue();

            assertThat(get(world, "/download/" + session + "/" + file).statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void a_file_may_be_named_as_often_as_a_request_has_files_and_no_more() throws Exception {
        try (World world = new World(folder)) {
            JsonNode sent = json(world.sendUnchecked(form(world, "in.csv", "a,b\n")));

            HttpResponse<String> many = exec(world, Collections.nCopies(1_000, reference(sent)));
            HttpResponse<String> tooMany = exec(world, Collections.nCopies(1_001, reference(sent)));

            assertThat(json(many).path("stdout").stringValue()).containsOnlyOnce("file in.csv sha256:");
            assertThat(tooMany.statusCode()).isEqualTo(400);
            assertThat(json(tooMany).path("error").stringValue()).isEqualTo("files are at most 1000, not 1001");
        }
    }

    private static HttpResponse<String> exec(World world, List<String> references) throws Exception {
        return world.sendUnchecked(world.json(
                PLACE + "/exec",
                "{\"lang\": \"py\", \"code\": \"show\", \"files\": [" + String.join(", ", references) + "]}"));
    }

    @Test
    void a_name_that_leaves_the_work_directory_is_refused() throws Exception {
        try (World world = new World(folder)) {
            assertThat(world.sendUnchecked(form(world, "../../etc/passwd", "x")).statusCode())
                    .isEqualTo(400);
        }
    }
}
