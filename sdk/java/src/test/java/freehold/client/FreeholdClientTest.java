package freehold.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client against a real server. */
class FreeholdClientTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final FreeholdClient client = World.client();

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void a_program_gets_a_secret_and_does_not_show_it() {
        Secret stored = client.putSecret("sdk-java", "open sesame".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        Execution execution = client.run(ExecutionRequest.builder("python")
                .source("import os; print(os.environ['TOKEN'])")
                .secrets(ExecutionRequest.SecretUse.asVariable("sdk-java", "TOKEN"))
                .build());

        assertThat(execution.stdout()).isEqualTo("[secret sdk-java]\n");
        assertThat(execution.secrets()).containsExactly(new Execution.SecretVersion("sdk-java", stored.version()));
        assertThat(client.secrets()).contains(stored);
        assertThat(new String(client.receipt(execution.id()), java.nio.charset.StandardCharsets.UTF_8))
                .contains("payload");
        client.deleteSecret("sdk-java");
        assertThat(client.secrets()).doesNotContain(stored);
    }

    @Test
    void runs_a_program_and_says_how_it_ended() {
        Execution execution = client.run(ExecutionRequest.builder("python")
                .source("print(input()[::-1])")
                .stdin("olleh\n")
                .build());

        assertThat(execution.verdict()).contains(Verdict.SUCCEEDED);
        assertThat(execution.stdout()).isEqualTo("hello\n");
        assertThat(execution.isSucceeded()).isTrue();
    }

    @Test
    void what_a_program_does_wrong_is_a_verdict() {
        Execution failed = client.run(sh("exit 3"));
        Execution spun = client.run(ExecutionRequest.builder("python")
                .source("while True: pass")
                .limits(Limits.defaults().cpu(Duration.ofMillis(200)))
                .build());
        Execution broken = client.run(ExecutionRequest.of("c", "int main(void) { return x; }"));

        assertThat(failed.verdict()).contains(Verdict.FAILED);
        assertThat(failed.run().flatMap(Step::exitCode)).contains(3);
        assertThat(spun.verdict()).contains(Verdict.CPU_EXCEEDED);
        assertThat(spun.limits().cpuMs()).isEqualTo(200);
        assertThat(broken.verdict()).contains(Verdict.BUILD_FAILED);
        assertThat(broken.run()).isEmpty();
        assertThat(broken.build().orElseThrow().stderr()).contains("undeclared");
    }

    @Test
    void bytes_go_in_and_come_out_exactly() {
        byte[] sent = new byte[100_000];
        new Random(7).nextBytes(sent);

        Execution execution = client.run(ExecutionRequest.builder("python")
                .files(
                        SourceFile.of(
                                "main.py",
                                "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read() + open('b','rb').read())"),
                        SourceFile.of("b", new byte[] {-1, 0}))
                .stdin(sent)
                .build());

        byte[] output = execution.run().orElseThrow().bytes(StreamName.STDOUT);
        assertThat(output).hasSize(sent.length + 2).startsWith(sent).endsWith(-1, 0);
    }

    @Test
    void a_bad_value_is_refused_with_a_pointer_to_it() {
        var request = ExecutionRequest.builder("sh")
                .source("")
                .limits(Limits.defaults().cpu(Duration.ofDays(9)))
                .build();

        var refused = catchThrowableOfType(ApiException.Refused.class, () -> client.run(request));

        assertThat(refused.kind()).contains(Slug.LIMIT_ABOVE_CEILING);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.errors().getFirst().pointer()).isEqualTo("#/limits/cpu_ms");
        assertThat(refused).hasMessageContaining("#/limits/cpu_ms");
    }

    @Test
    void what_cannot_be_a_request_is_not_sent() {
        var nothing = ExecutionRequest.builder("python");
        var both = ExecutionRequest.builder("python").source("").files(SourceFile.of("a", ""));

        assertThatThrownBy(nothing::build).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(both::build).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client.get("../runtimes")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client.runtime("..")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client.get(World.NONE, Duration.ofSeconds(121)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_path_cannot_lead_out_of_the_artifacts() {
        assertThat(List.of("../../../runtimes", "a/../../b", "", "a//b", ".", "a/"))
                .allSatisfy(path -> assertThatThrownBy(() -> client.artifact(World.NONE, path))
                        .isInstanceOf(IllegalArgumentException.class));
    }

    @Test
    void submits_and_waits() {
        Execution begun = client.submit(ExecutionRequest.of("python", "import time; time.sleep(0.3); print(1)"));

        Execution ended = client.await(begun.id(), PATIENCE);

        assertThat(begun.isFinished()).isFalse();
        assertThat(ended.id()).isEqualTo(begun.id());
        assertThat(ended.stdout()).isEqualTo("1\n");
        assertThat(client.get(begun.id())).isEqualTo(ended);
    }

    @Test
    void the_same_key_gives_the_same_execution_and_another_body_a_conflict() {
        String key = UUID.randomUUID().toString();
        Execution first = client.submit(sh("echo 1"), Duration.ofSeconds(10), key);

        Execution again = client.submit(sh("echo 1"), Duration.ofSeconds(10), key);

        assertThat(again.id()).isEqualTo(first.id());
        assertThatThrownBy(() -> client.submit(sh("echo 2"), Duration.ZERO, key))
                .isInstanceOf(ApiException.Conflict.class);
    }

    @Test
    void lists_across_pages_by_label() {
        var labels = series();
        List<String> begun = IntStream.range(0, 5)
                .mapToObj(i -> client.run(labelled(sh("exit " + i % 2), labels)).id())
                .toList();

        List<String> listed = ids(Filter.ALL.labels(labels).pageSize(2));

        assertThat(listed).isEqualTo(begun.reversed());
        assertThat(ids(Filter.ALL.labels(labels).verdict(Verdict.FAILED))).containsExactly(begun.get(3), begun.get(1));
    }

    @Test
    void cancels_and_deletes() {
        String id = client.submit(forever(Map.of())).id();
        assertThatThrownBy(() -> client.delete(id)).isInstanceOf(ApiException.Conflict.class);

        client.cancel(id);
        Execution ended = client.await(id, PATIENCE);
        client.delete(id);

        assertThat(ended.verdict()).contains(Verdict.CANCELLED);
        assertThatThrownBy(() -> client.get(id)).isInstanceOf(ApiException.NotFound.class);
        assertThatThrownBy(() -> client.delete(id)).isInstanceOf(ApiException.NotFound.class);
    }

    @Test
    void a_run_that_takes_too_long_is_cancelled() {
        var labels = series();

        assertThatThrownBy(() -> client.run(forever(labels), Duration.ofMillis(500)))
                .isInstanceOf(FreeholdException.TimedOut.class);

        List<String> begun = ids(Filter.ALL.labels(labels));
        assertThat(begun).hasSize(1);
        assertThat(client.await(begun.getFirst(), PATIENCE).verdict()).contains(Verdict.CANCELLED);
    }

    @Test
    void a_run_whose_thread_is_interrupted_is_cancelled() throws InterruptedException {
        var labels = series();
        var thrown = new AtomicBoolean();
        Thread running = Thread.ofVirtual().start(() -> {
            try {
                client.run(forever(labels));
            } catch (FreeholdException.Interrupted interrupted) {
                thrown.set(Thread.currentThread().isInterrupted());
            }
        });
        while (ids(Filter.ALL.labels(labels).state(State.RUNNING)).isEmpty()) {
            Thread.onSpinWait();
        }

        running.interrupt();
        running.join();

        assertThat(thrown).isTrue();
        String id = ids(Filter.ALL.labels(labels)).getFirst();
        assertThat(client.await(id, PATIENCE).verdict()).contains(Verdict.CANCELLED);
    }

    @Test
    void a_wait_that_takes_too_long_leaves_it_running() {
        String id = client.submit(forever(Map.of())).id();

        assertThatThrownBy(() -> client.await(id, Duration.ofMillis(300)))
                .isInstanceOf(FreeholdException.TimedOut.class);

        assertThat(client.get(id).isFinished()).isFalse();
        client.cancel(id);
    }

    @Test
    void tells_events_while_they_happen() {
        String id = client.submit(ExecutionRequest.of(
                        "python",
                        "import sys, time\nprint('a', flush=True); time.sleep(0.2)\nsys.stderr.buffer.write(b'\\xff')"))
                .id();

        List<Event> events = events(client, id, 0);

        List<Event.Output> output = outputs(events);
        assertThat(events.getFirst()).isInstanceOf(Event.StateChanged.class);
        assertThat(output).extracting(Event.Output::stream).containsExactly(StreamName.STDOUT, StreamName.STDERR);
        assertThat(output.getFirst().text()).isEqualTo("a\n");
        assertThat(output.getLast().bytes()).containsExactly(0xff);
        assertThat(output).extracting(Event.Output::step).containsOnly(StepName.RUN);
        long last = events.getLast().position();
        assertThat(events.getLast()).isInstanceOf(Event.Finished.class);
        assertThat(events(client, id, output.getLast().position()))
                .singleElement()
                .satisfies(event -> assertThat(event.position()).isEqualTo(last));
    }

    @Test
    void events_can_be_left_and_of_nothing_are_not_found() {
        String id = client.submit(forever(Map.of())).id();

        try (EventStream events = client.events(id)) {
            assertThat(events.iterator().next()).isInstanceOf(Event.StateChanged.class);
        }

        client.cancel(id);
        assertThatThrownBy(() -> events(client, World.NONE, 0)).isInstanceOf(ApiException.NotFound.class);
    }

    @Test
    void brings_artifacts_back(@TempDir Path folder) throws IOException {
        String path = "out/ä b%?#.bin";
        Execution execution = client.run(ExecutionRequest.builder("python")
                .source("import os; os.mkdir('out'); open('" + path + "', 'wb').write(b'0123456789' * 100000)")
                .collect("out/*")
                .build());

        byte[] whole = client.artifact(execution.id(), path);
        client.download(execution.id(), path, folder.resolve("a"));

        assertThat(execution.artifacts()).extracting(Artifact::path).containsExactly(path);
        assertThat(new String(whole, UTF_8)).isEqualTo("0123456789".repeat(100_000));
        assertThat(folder.resolve("a")).hasBinaryContent(whole);
        assertThatThrownBy(() -> client.artifact(execution.id(), "out/none")).isInstanceOf(ApiException.NotFound.class);
    }

    @Test
    void uploads_bytes_and_files_once(@TempDir Path folder) throws IOException {
        byte[] content = UUID.randomUUID().toString().repeat(9_000).getBytes(UTF_8);
        Path file = Files.write(folder.resolve("a"), (new String(content, UTF_8) + "!").getBytes(UTF_8));
        String digest = client.upload(content);
        String ofFile = client.upload(file);

        Execution execution = client.run(ExecutionRequest.builder("python")
                .files(
                        SourceFile.of("main.py", "import os; print(os.path.getsize('a'), os.path.getsize('b'))"),
                        SourceFile.ofBlob("a", digest),
                        SourceFile.ofBlob("b", ofFile))
                .build());

        assertThat(execution.stdout()).isEqualTo("324000 324001\n");
        assertThat(client.upload(content)).isEqualTo(digest);
        assertThat(client.hasBlob(digest)).isTrue();
        assertThat(client.hasBlob("sha256:" + "0".repeat(64))).isFalse();
    }

    @Test
    void runs_a_batch() {
        var labels = series();
        var requests = IntStream.range(0, 4).mapToObj(i -> sh("echo " + i)).toList();

        Batch begun = client.submitBatch(requests, labels);
        Batch ended = client.awaitBatch(begun.id(), PATIENCE);

        assertThat(ended.items()).extracting(Execution::stdout).containsExactly("0\n", "1\n", "2\n", "3\n");
        assertThat(ids(Filter.ALL.labels(labels))).hasSize(4);
        var bad = List.of(sh(""), ExecutionRequest.of("klingon", ""));
        var refused = catchThrowableOfType(ApiException.Refused.class, () -> client.submitBatch(bad));
        assertThat(refused.errors().getFirst().pointer()).isEqualTo("#/executions/1/runtime");
    }

    @Test
    void says_what_can_be_run() {
        Runtime python = client.runtimes().stream()
                .filter(each -> each.name().equals("python"))
                .findFirst()
                .orElseThrow();

        assertThat(python.installed()).isTrue();
        assertThat(client.runtime("py")).isEqualTo(python);
        assertThatThrownBy(() -> client.runtime("klingon")).isInstanceOf(ApiException.NotFound.class);
    }

    @Test
    void without_the_right_key_nothing_is_done() {
        try (var stranger =
                FreeholdClient.builder().server(World.SERVER).key("fh_wrong").build()) {
            assertThatThrownBy(() -> stranger.run(sh("")))
                    .isInstanceOf(ApiException.Unauthenticated.class)
                    .hasMessageNotContaining("fh_wrong");
        }
    }

    @Test
    void no_text_holds_the_key_or_the_secrets_of_a_request() {
        var request = ExecutionRequest.builder("sh")
                .source("")
                .env(Map.of("TOKEN", "s3cr3t"))
                .build(List.of(), Map.of("TOKEN", "s3cr3t"))
                .callback(URI.create("http://x"), "whsec_s3cr3t")
                .build();

        assertThat(client.toString()).contains(World.SERVER).doesNotContain(World.KEY);
        assertThat(List.of(request, request.build(), request.callback()).toString())
                .doesNotContain("s3cr3t");
    }

    static ExecutionRequest sh(String source) {
        return ExecutionRequest.of("sh", source);
    }

    static Map<String, String> series() {
        return Map.of("series", UUID.randomUUID().toString());
    }

    static ExecutionRequest labelled(ExecutionRequest request, Map<String, String> labels) {
        return ExecutionRequest.builder(request.runtime())
                .source(request.source().orElseThrow())
                .labels(labels)
                .build();
    }

    private static ExecutionRequest forever(Map<String, String> labels) {
        return ExecutionRequest.builder("python")
                .source("import time\nwhile True: time.sleep(1)")
                .limits(Limits.defaults().wall(PATIENCE))
                .labels(labels)
                .build();
    }

    private List<String> ids(Filter filter) {
        return StreamSupport.stream(client.executions(filter).spliterator(), false)
                .map(Execution::id)
                .toList();
    }

    static List<Event> events(FreeholdClient client, String id, long after) {
        try (EventStream events = client.events(id, after)) {
            List<Event> all = new ArrayList<>();
            events.forEach(all::add);
            return all;
        }
    }

    static List<Event.Output> outputs(List<Event> events) {
        return events.stream()
                .filter(Event.Output.class::isInstance)
                .map(Event.Output.class::cast)
                .toList();
    }
}
