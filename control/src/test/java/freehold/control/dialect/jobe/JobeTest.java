package freehold.control.dialect.jobe;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.blob.FileBlobs;
import freehold.control.dispatch.QueueBounds;
import freehold.control.tenancy.KeyFile;
import freehold.control.tenancy.KeySecret;
import freehold.control.world.ScriptedWorker.Held;
import freehold.control.world.World;
import freehold.control.world.World.Recipe;
import freehold.leak.LeakWatch;
import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@ExtendWith(LeakWatch.class)
final class JobeTest {
    private static final String RUNS = "/compat/jobe/index.php/restapi/runs";
    private static final String FILES = "/compat/jobe/index.php/restapi/files/";

    @TempDir
    private Path folder;

    private static CompletableFuture<HttpResponse<String>> held(World world, String more) {
        String body = "{\"run_spec\": {\"language_id\": \"c\", \"sourcecode\": \"hold\"" + more + "}}";
        return world.client().sendAsync(world.json(RUNS, body).build(), BodyHandlers.ofString());
    }

    private static List<String> built(Held held) {
        return held.plan().build().orElseThrow().program().argv();
    }

    @Test
    void warnings_are_errors_of_the_compiler_unless_a_run_says_how_it_is_compiled() throws Exception {
        try (World world = new World(folder)) {
            var usual = held(world, "");
            Held first = world.worker.next();
            var own = held(world, ", \"parameters\": {\"compileargs\": [\"-O1\"], \"linkargs\": [\"-lm\"]}");
            Held second = world.worker.next();

            assertThat(built(first))
                    .containsExactly("/usr/bin/gcc", "-Wall", "-Werror", "-std=c99", "-o", "program", "main.c");
            assertThat(built(second)).containsExactly("/usr/bin/gcc", "-O1", "-lm", "-o", "program", "main.c");
            first.cancel();
            second.cancel();
            assertThat(usual.join().body()).contains("\"outcome\":20");
            own.join();
        }
    }

    @Test
    void a_file_of_another_tenant_is_none_though_one_has_the_same_content() throws Exception {
        KeySecret ann = KeySecret.make(new SecureRandom());
        KeySecret bob = KeySecret.make(new SecureRandom());
        KeyFile keys = World.keysOf(ann, bob);
        try (World world = new World(folder, Recipe.USUAL.keys(keys))) {
            assertThat(put(world, "ofann0001", ann)).isEqualTo(204);
            assertThat(put(world, "ofbob0001", bob)).isEqualTo(204);

            HttpResponse<String> run = world.sendUnchecked(world.json(
                            RUNS,
                            "{\"run_spec\": {\"language_id\": \"c\", \"sourcecode\": \"show\", \"file_list\": [[\"ofann0001\", \"a\"]]}}")
                    .header("X-API-KEY", bob.value()));

            assertThat(has(world, "ofann0001", ann)).isEqualTo(204);
            assertThat(has(world, "ofann0001", bob)).isEqualTo(404);
            assertThat(run.statusCode()).isEqualTo(404);
        }
    }

    private static int put(World world, String id, KeySecret key) throws Exception {
        return world.sendUnchecked(HttpRequest.newBuilder(world.at(FILES + id))
                        .header("X-API-KEY", key.value())
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString("{\"file_contents\": \"c2FtZQ==\"}")))
                .statusCode();
    }

    private static int has(World world, String id, KeySecret key) throws Exception {
        return world.sendUnchecked(HttpRequest.newBuilder(world.at(FILES + id)).header("X-API-KEY", key.value()))
                .statusCode();
    }

    @Test
    void a_file_that_a_run_refers_to_is_not_taken_for_forgotten() throws Exception {
        KeySecret ann = KeySecret.make(new SecureRandom());
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
        Recipe recipe = Recipe.USUAL
                .keys(World.keysOf(ann, KeySecret.make(new SecureRandom())))
                .clock(now::get);
        try (World world = new World(folder, recipe)) {
            put(world, "ofann0001", ann);
            now.updateAndGet(stored -> stored.plus(Duration.ofDays(2)));

            world.sendUnchecked(world.json(
                            RUNS,
                            "{\"run_spec\": {\"language_id\": \"c\", \"sourcecode\": \"show\", \"file_list\": [[\"ofann0001\", \"a\"]]}}")
                    .header("X-API-KEY", ann.value()));

            String same = Digest.of("same".getBytes(StandardCharsets.UTF_8)).hex();
            Path file = folder.resolve("blobs/ann/" + same.substring(0, 2) + "/" + same + FileBlobs.ENDING);
            assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(now.get());
        }
    }

    @Test
    void a_full_queue_is_an_outcome_and_not_an_error() throws Exception {
        QueueBounds none = new QueueBounds(0, 0, Bytes.mebi(1));
        try (World world = new World(folder, Recipe.USUAL.cells(1).queue(none))) {
            var running = held(world, "");
            Held held = world.worker.next();

            HttpResponse<String> declined = held(world, "").join();
            held.cancel();
            running.join();

            assertThat(declined.statusCode()).isEqualTo(200);
            assertThat(declined.body())
                    .isEqualTo("{\"run_id\":0,\"outcome\":21,\"cmpinfo\":\"\",\"stdout\":\"\",\"stderr\":\"\"}");
        }
    }
}
