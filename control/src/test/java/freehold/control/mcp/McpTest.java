package freehold.control.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.control.blob.FileBlobs;
import freehold.control.tenancy.Caller;
import freehold.control.tenancy.KeyFile;
import freehold.control.tenancy.KeySecret;
import freehold.control.tenancy.Right;
import freehold.control.world.Outcomes;
import freehold.control.world.ScriptedWorker.Held;
import freehold.control.world.World;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol's own client against the real server. */
@Timeout(60)
final class McpTest {
    private static final String HOLD =
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"run_code\","
                    + "\"arguments\":{\"runtime\":\"python\",\"source\":\"hold\"}}}";
    private static final String TAKE_BACK =
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":7}}";

    @TempDir
    private Path folder;

    private static McpSyncClient client(World world, HttpRequest.Builder headers) {
        McpSyncClient client = McpClient.sync(transport(world, headers)).build();
        client.initialize();
        return client;
    }

    private static HttpClientStreamableHttpTransport transport(World world, HttpRequest.Builder headers) {
        return HttpClientStreamableHttpTransport.builder("http://127.0.0.1:" + world.port)
                .endpoint("/mcp")
                .requestBuilder(headers)
                .build();
    }

    private static CallToolResult call(McpSyncClient client, String tool, Map<String, Object> arguments) {
        return client.callTool(
                CallToolRequest.builder(tool).arguments(arguments).build());
    }

    private static Map<?, ?> fields(CallToolResult result) {
        return (Map<?, ?>) result.structuredContent();
    }

    private static String words(CallToolResult result) {
        return ((TextContent) result.content().getFirst()).text();
    }

    @Test
    void an_agent_runs_a_program_and_finds_it_again() throws Exception {
        try (World world = new World(folder);
                McpSyncClient client = client(world, HttpRequest.newBuilder())) {
            CallToolResult ran = call(client, "run_code", Map.of("runtime", "python", "source", "echo hello"));
            CallToolResult found =
                    call(client, "get_execution", Map.of("id", fields(ran).get("id")));

            assertThat(ran.isError()).isFalse();
            assertThat(fields(ran).get("verdict")).isEqualTo("succeeded");
            assertThat(fields(ran).get("stdout")).isEqualTo("hello");
            assertThat(words(ran)).contains("hello");
            assertThat(fields(found)).isEqualTo(fields(ran));
        }
    }

    @Test
    void a_run_has_the_labels_that_a_policy_may_ask_for() throws Exception {
        try (World world = new World(folder);
                McpSyncClient client = client(world, HttpRequest.newBuilder())) {
            CallToolResult ran = call(
                    client,
                    "run_code",
                    Map.of("runtime", "python", "source", "echo hello", "labels", Map.of("reason", "large tables")));

            assertThat(ran.isError()).as(words(ran)).isFalse();
            assertThat(world.get("/v1/executions/" + fields(ran).get("id")).body())
                    .contains("\"reason\":\"large tables\"");
        }
    }

    @Test
    void a_mistake_is_told_in_words_that_a_model_can_act_on() throws Exception {
        try (World world = new World(folder);
                McpSyncClient client = client(world, HttpRequest.newBuilder())) {
            CallToolResult unknown = call(client, "run_code", Map.of("runtime", "klingon", "source", ""));
            CallToolResult empty = call(client, "run_code", Map.of("runtime", "python"));
            CallToolResult misspelt = call(client, "run_code", Map.of("runtime", "python", "code", "x"));
            CallToolResult below =
                    call(client, "run_code", Map.of("runtime", "python", "source", "x", "limits", Map.of("cpu", 1)));
            CallToolResult none = call(client, "list_runtimes", Map.of("all", true));
            Map<String, Object> crowd = new HashMap<>(Map.of("runtime", "python", "source", "x", "z".repeat(5000), 0));
            IntStream.range(0, 2000).forEach(i -> crowd.put("a" + i, 0));
            CallToolResult crowded = call(client, "run_code", crowd);
            CallToolResult nowhere = call(client, "get_execution", Map.of("id", "../../etc"));

            assertThat(List.of(unknown, empty, misspelt, below, none, nowhere)).allMatch(CallToolResult::isError);
            assertThat(words(unknown)).contains("klingon");
            assertThat(words(empty)).contains("source");
            assertThat(words(misspelt))
                    .contains("#/code is not a field of this object, which can have runtime, source, files");
            assertThat(words(below)).contains("#/limits/cpu is not a field of this object, which can have cpu_ms");
            assertThat(words(crowded)).contains("is not a field of this object").hasSizeLessThan(5000);
            assertThat(words(none)).contains("#/all is not a field of this object, which can have none");
        }
    }

    @Test
    void who_asks_for_a_tool_that_is_not_there_is_told_which_are() throws Exception {
        try (World world = new World(folder);
                McpSyncClient client = client(world, HttpRequest.newBuilder())) {
            assertThatThrownBy(() -> call(client, "run_program", Map.of()))
                    .hasMessageContaining("There is no such tool")
                    .hasMessageContaining(
                            "There are run_code, get_execution, list_runtimes, read_artifact, store_file");
            assertThatThrownBy(() -> call(client, "runcode", Map.of())).hasMessageContaining("did you mean run_code?");
        }
    }

    @Test
    void a_key_sees_the_tools_it_has_a_right_to_and_no_other_tenant() throws Exception {
        KeySecret ann = KeySecret.make(new SecureRandom());
        KeySecret bob = KeySecret.make(new SecureRandom());
        KeyFile keys = new KeyFile(List.of(
                new KeyFile.Key(ann.digest(), new Caller(new TenantId("ann"), Set.of(Right.values()))),
                new KeyFile.Key(bob.digest(), new Caller(new TenantId("bob"), Set.of(Right.READ)))));
        try (World world = new World(folder, World.Recipe.USUAL.keys(keys));
                McpSyncClient hers = client(world, with(ann));
                McpSyncClient his = client(world, with(bob))) {
            CallToolResult ran = call(hers, "run_code", Map.of("runtime", "python", "source", "echo secret"));

            assertThat(hers.listTools().tools()).extracting(Tool::name).contains("run_code");
            assertThat(his.listTools().tools()).extracting(Tool::name).doesNotContain("run_code");
            assertThat(call(his, "run_code", Map.of("runtime", "python", "source", "echo x"))
                            .isError())
                    .isTrue();
            assertThat(call(his, "get_execution", Map.of("id", fields(ran).get("id")))
                            .isError())
                    .isTrue();
            assertThat(world.post("/mcp", "{}").statusCode()).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "[[[[",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":5}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"run_code\",\"arguments\":[]}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"capabilities\":\"x\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":5}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}"
            })
    void what_is_no_message_is_told_so_without_a_word_of_our_insides(String body) throws Exception {
        try (World world = new World(folder)) {
            HttpResponse<String> answer = world.sendUnchecked(message(world, "one", body));

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(answer.body())
                    .startsWith("{\"jsonrpc\":\"2.0\",\"id\":" + (body.contains("\"id\":1") ? "1" : "null")
                            + ",\"error\":{")
                    .doesNotContain("stackTrace")
                    .doesNotContain("Exception")
                    .doesNotContain("java");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ | 2025-06-18 | -32700",
                "{'id':1,'method':'ping'} | 2025-06-18 | -32600",
                "[{'jsonrpc':'2.0','id':1,'method':'ping'}] | 2025-06-18 | -32600",
                "{'jsonrpc':'2.0','id':1,'result':{}} | 2025-06-18 | -32600",
                "{'jsonrpc':'2.0','id':1,'method':'ping'} | 1999-01-01 | -32600",
                "{'jsonrpc':'2.0','id':1,'method':'initialize','params':{}} | 2025-06-18 | -32602",
            })
    void what_is_not_taken_is_told_by_the_code_of_the_protocol(String body, String version, int code) throws Exception {
        try (World world = new World(folder)) {
            HttpResponse<String> answer = world.sendUnchecked(
                    message(world, "one", body.replace('\'', '"')).header("MCP-Protocol-Version", version));

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("\"error\":{\"code\":" + code + ",");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-03-26", "2025-06-18", "2025-11-25"})
    void every_revision_over_this_transport_is_spoken(String version) throws Exception {
        try (World world = new World(folder)) {
            HttpResponse<String> answer =
                    world.sendUnchecked(message(world, "one", "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"ping\"}")
                            .header("MCP-Protocol-Version", version));

            assertThat(answer.body()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"result\":{}}");
        }
    }

    @Test
    void a_key_that_may_only_read_takes_no_call_back() throws Exception {
        KeySecret runner = KeySecret.make(new SecureRandom());
        KeySecret reader = KeySecret.make(new SecureRandom());
        TenantId ann = new TenantId("ann");
        KeyFile keys = new KeyFile(List.of(
                new KeyFile.Key(runner.digest(), new Caller(ann, Set.of(Right.RUN, Right.READ))),
                new KeyFile.Key(reader.digest(), new Caller(ann, Set.of(Right.READ)))));
        try (World world = new World(folder, World.Recipe.USUAL.keys(keys))) {
            var ran = world.client()
                    .sendAsync(World.with(message(world, "one", HOLD), runner).build(), BodyHandlers.ofString());
            Held held = world.worker.next();

            HttpResponse<String> taken = world.sendUnchecked(World.with(message(world, "one", TAKE_BACK), reader));
            held.ends(Outcomes.succeeded(held.plan(), "done"));

            assertThat(taken.statusCode()).isEqualTo(202);
            assertThat(ran.join().body()).contains("done").doesNotContain("cancelled");
        }
    }

    private static HttpRequest.Builder with(KeySecret key) {
        return HttpRequest.newBuilder().header("Authorization", "Bearer " + key.value());
    }

    @Test
    void a_file_is_kept_and_given_to_a_later_run_by_its_handle() throws Exception {
        try (World world = new World(folder);
                McpSyncClient client = client(world, HttpRequest.newBuilder())) {
            Object blob = fields(call(client, "store_file", Map.of("content", "kept\n")))
                    .get("blob");
            CallToolResult ran = call(
                    client,
                    "run_code",
                    Map.of(
                            "runtime",
                            "python",
                            "files",
                            List.of(
                                    Map.of("path", "main.py", "content", "show"),
                                    Map.of("path", "data.txt", "blob", String.valueOf(blob)))));

            assertThat(String.valueOf(fields(ran).get("stdout"))).contains("file data.txt " + blob);
            assertThat(words(call(client, "read_file", Map.of("blob", String.valueOf(blob)))))
                    .isEqualTo("kept\n");
            assertThat(call(client, "read_file", Map.of("blob", "sha256:" + "0".repeat(64)))
                            .isError())
                    .isTrue();
            assertThat(call(client, "store_file", Map.of()).isError()).isTrue();
        }
    }

    @Test
    void a_file_that_a_run_refers_to_is_not_taken_for_forgotten() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
        try (World world = new World(folder, World.Recipe.USUAL.clock(now::get));
                McpSyncClient client = client(world, HttpRequest.newBuilder())) {
            String blob = String.valueOf(fields(call(client, "store_file", Map.of("content", "kept\n")))
                    .get("blob"));
            now.updateAndGet(stored -> stored.plus(Duration.ofDays(2)));

            call(
                    client,
                    "run_code",
                    Map.of(
                            "runtime",
                            "python",
                            "source",
                            "echo x",
                            "files",
                            List.of(Map.of("path", "a", "blob", blob))));

            String kept = Digest.parse(blob).hex();
            Path file = folder.resolve("blobs/local/" + kept.substring(0, 2) + "/" + kept + FileBlobs.ENDING);
            assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(now.get());
        }
    }

    @Test
    void whoever_asked_for_progress_hears_of_it_while_a_program_runs() throws Exception {
        BlockingQueue<ProgressNotification> heard = new LinkedBlockingQueue<>();
        try (World world = new World(folder);
                McpSyncClient client = McpClient.sync(transport(world, HttpRequest.newBuilder()))
                        .progressConsumer(heard::add)
                        .build()) {
            client.initialize();
            var running = CompletableFuture.supplyAsync(
                    () -> client.callTool(CallToolRequest.builder("run_code")
                            .arguments(Map.of("runtime", "python", "source", "hold"))
                            .progressToken("mine")
                            .build()),
                    Thread::startVirtualThread); // the client needs the common pool, which may be one thread
            Held held = world.worker.next();

            ProgressNotification told = heard.take();
            held.ends(Outcomes.succeeded(held.plan(), "done"));

            assertThat(told.progressToken()).isEqualTo("mine");
            assertThat(told.message()).startsWith("running");
            assertThat(fields(running.join()).get("stdout")).isEqualTo("done");
        }
    }

    @Test
    void a_call_that_is_taken_back_ends_its_program_and_no_other() throws Exception {
        try (World world = new World(folder)) {
            var mine = called(world, "one");
            Held first = world.worker.next();
            var others = called(world, "two");
            Held second = world.worker.next();

            HttpResponse<String> taken = world.sendUnchecked(message(world, "one", TAKE_BACK));

            assertThat(taken.statusCode()).isEqualTo(202);
            assertThat(mine.join().body()).contains("cancelled");
            assertThat(others.isDone()).isFalse();
            second.ends(Outcomes.succeeded(second.plan(), "done"));
            assertThat(others.join().body()).contains("done");
            assertThat(first.plan().id()).isNotEqualTo(second.plan().id());
        }
    }

    private static CompletableFuture<HttpResponse<String>> called(World world, String session) {
        return world.client().sendAsync(message(world, session, HOLD).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder message(World world, String session, String message) {
        return world.json("/mcp", message)
                .header("Accept", "application/json, text/event-stream")
                .header("Mcp-Session-Id", session);
    }
}
