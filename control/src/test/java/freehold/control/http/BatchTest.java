package freehold.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.dispatch.QueueBounds;
import freehold.control.world.Outcomes;
import freehold.control.world.ScriptedWorker.Held;
import freehold.control.world.World;
import freehold.control.world.World.Recipe;
import freehold.leak.LeakWatch;
import freehold.quantity.Bytes;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Batches over HTTP from beginning to end. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
final class BatchTest {
    @TempDir
    private Path folder;

    private static String item(String script) {
        return "{\"runtime\": \"python\", \"source\": \"" + script + "\"}";
    }

    private static String batch(List<String> items) {
        return "{\"executions\": [" + String.join(",", items) + "]}";
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    private static String location(HttpResponse<String> response) {
        return response.headers().firstValue("Location").orElseThrow();
    }

    @Test
    void all_are_accepted_and_found_in_their_order_with_their_ends() throws Exception {
        try (World world = new World(folder)) {
            HttpResponse<String> accepted =
                    world.post("/v1/batches", batch(List.of(item("echo one"), item("echo two"), item("echo three"))));

            JsonNode ended = json(world.get(location(accepted) + "?wait=30s"));
            assertThat(accepted.statusCode()).isEqualTo(202);
            assertThat(ended.path("finished").asInt()).isEqualTo(3);
            assertThat(ended.path("total").asInt()).isEqualTo(3);
            List<String> outputs = new ArrayList<>();
            ended.path("items")
                    .forEach(each -> outputs.add(each.at("/run/stdout").stringValue()));
            assertThat(outputs).containsExactly("one", "two", "three");
        }
    }

    @Test
    void a_replay_of_one_has_the_labels_that_its_batch_gave_it() throws Exception {
        try (World world = new World(folder)) {
            HttpResponse<String> accepted = world.post(
                    "/v1/batches", "{\"labels\": {\"course\": \"cs1\"}, \"executions\": [" + item("echo one") + "]}");
            String id = json(world.get(location(accepted) + "?wait=30s"))
                    .at("/items/0/id")
                    .stringValue();

            JsonNode replay = json(world.post("/v1/executions/" + id + "/replay", ""));

            JsonNode again =
                    json(world.get("/v1/executions/" + replay.path("replay").stringValue()));
            assertThat(again.path("labels").path("course").asString()).isEqualTo("cs1");
            assertThat(again.path("labels").path("replay_of").asString()).isEqualTo(id);
        }
    }

    @Test
    void one_that_is_refused_refuses_all_and_says_which() throws Exception {
        try (World world = new World(folder)) {
            HttpResponse<String> refused = world.post(
                    "/v1/batches", batch(List.of(item("echo a"), "{\"runtime\": \"cobol\", \"source\": \"\"}")));
            HttpResponse<String> above = world.post(
                    "/v1/batches",
                    batch(List.of("{\"runtime\":\"python\",\"source\":\"\",\"limits\":{\"cpu_ms\":120001}}")));

            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(json(refused).path("type").stringValue()).isEqualTo("/errors/runtime-missing");
            assertThat(json(refused).at("/errors/0/pointer").stringValue()).isEqualTo("#/executions/1/runtime");
            assertThat(json(above).at("/errors/0/pointer").stringValue()).isEqualTo("#/executions/0/limits/cpu_ms");
            assertThat(json(world.get("/v1/executions")).path("items")).isEmpty();
        }
    }

    @Test
    void a_batch_that_does_not_fit_into_the_queue_leaves_nothing_in_it() throws Exception {
        Recipe recipe = Recipe.USUAL.cells(1).queue(new QueueBounds(3, 3, Bytes.mebi(1)));
        try (World world = new World(folder, recipe)) {
            HttpResponse<String> refused = world.post("/v1/batches", batch(Collections.nCopies(4, item("echo a"))));
            HttpResponse<String> accepted = world.post("/v1/batches", batch(Collections.nCopies(3, item("echo a"))));

            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(accepted.statusCode()).isEqualTo(202);
            assertThat(json(world.get(location(accepted) + "?wait=30s"))
                            .path("finished")
                            .asInt())
                    .isEqualTo(3);
        }
    }

    @Test
    void a_thousand_are_one_batch() throws Exception {
        try (World world = new World(folder)) {
            HttpResponse<String> accepted =
                    world.post("/v1/batches", batch(Collections.nCopies(1_000, item("echo a"))));

            JsonNode ended = json(world.get(location(accepted) + "?wait=60s"));
            assertThat(ended.path("finished").asInt()).isEqualTo(1_000);
            assertThat(ended.path("items"))
                    .hasSize(1_000)
                    .allSatisfy(each ->
                            assertThat(each.path("verdict").stringValue()).isEqualTo("succeeded"));
        }
    }

    @Test
    void a_key_is_one_batch_and_with_another_body_a_conflict() throws Exception {
        try (World world = new World(folder)) {
            String body = batch(List.of(item("echo a")));
            HttpResponse<String> first =
                    world.send(world.json("/v1/batches", body).header("Idempotency-Key", "k"));
            HttpResponse<String> same =
                    world.send(world.json("/v1/batches", body).header("Idempotency-Key", "k"));
            HttpResponse<String> other = world.send(
                    world.json("/v1/batches", batch(List.of(item("echo b")))).header("Idempotency-Key", "k"));

            assertThat(location(same)).isEqualTo(location(first));
            assertThat(other.statusCode()).isEqualTo(409);
            assertThat(json(world.get("/v1/executions")).path("items")).hasSize(1);
        }
    }

    @Test
    void what_was_accepted_runs_again_after_the_server_died() throws Exception {
        String location;
        Path copy = Files.createDirectories(folder.resolve("copy"));
        try (World world = new World(folder, Recipe.USUAL.cells(1))) {
            location = location(world.post("/v1/batches", batch(List.of(item("hold"), item("hold")))));
            for (String file : List.of("freehold.db", "freehold.db-wal")) { // as kill -9 would leave them
                Files.copy(folder.resolve(file), copy.resolve(file));
            }
            for (int i = 0; i < 2; i++) {
                world.worker.next().cancel();
            }
        }

        try (World later = new World(copy)) {
            for (int i = 0; i < 2; i++) {
                Held again = later.worker.next();
                again.ends(Outcomes.succeeded(again.plan(), "again"));
            }

            JsonNode ended = json(later.get(location + "?wait=30s"));
            assertThat(ended.path("finished").asInt()).isEqualTo(2);
            assertThat(ended.at("/items/1/run/stdout").stringValue()).isEqualTo("again");
        }
    }

    @Test
    void its_executions_are_listed_by_a_label_cancelled_and_erased_one_by_one() throws Exception {
        try (World world = new World(folder)) {
            String body =
                    "{\"executions\": [" + item("hold") + "," + item("echo b") + "], \"labels\": {\"exam\": \"7\"}}";
            String location = location(world.post("/v1/batches", body));

            JsonNode listed = json(world.get("/v1/executions?label=exam:7")).path("items");
            String holding = listed.get(1).path("id").stringValue();
            world.post("/v1/executions/" + holding + "/cancel", "");
            JsonNode ended = json(world.get(location + "?wait=30s"));
            world.send(HttpRequest.newBuilder(world.at("/v1/executions/" + holding))
                    .DELETE());
            JsonNode left = json(world.get(location));

            assertThat(listed).hasSize(2);
            assertThat(ended.at("/items/0/verdict").stringValue()).isEqualTo("cancelled");
            assertThat(left.path("items")).hasSize(1);
            assertThat(left.path("finished").asInt()).isEqualTo(2);
        }
    }

    @Test
    void what_is_no_batch_is_not_found() throws Exception {
        try (World world = new World(folder)) {
            assertThat(world.get("/v1/batches/bat_01m88b1zvjed7thtnnjh5vddt4").statusCode())
                    .isEqualTo(404);
            assertThat(world.get("/v1/batches/odd").statusCode()).isEqualTo(404);
            assertThat(world.get("/v1/batches").statusCode()).isEqualTo(405);
        }
    }
}
