package freehold.control.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.tenancy.Caller;
import freehold.control.tenancy.KeyFile;
import freehold.control.tenancy.KeySecret;
import freehold.control.tenancy.Right;
import freehold.control.world.World;
import freehold.tenant.TenantId;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The protocol's own client against the real server. */
@Timeout(60)
final class McpTest {
    @TempDir
    private Path folder;

    private static McpSyncClient client(World world, HttpRequest.Builder headers) {
        McpSyncClient client = McpClient.sync(
                        HttpClientStreamableHttpTransport.builder("http://127.0.0.1:" + world.port)
                                .endpoint("/mcp")
                                .requestBuilder(headers)
                                .build())
                .build();
        client.initialize();
        return client;
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
    void a_mistake_is_told_in_words_that_a_model_can_act_on() throws Exception {
        try (World world = new World(folder);
                McpSyncClient client = client(world, HttpRequest.newBuilder())) {
            CallToolResult unknown = call(client, "run_code", Map.of("runtime", "klingon", "source", ""));
            CallToolResult empty = call(client, "run_code", Map.of("runtime", "python"));
            CallToolResult misspelt = call(client, "run_code", Map.of("runtime", "python", "code", "x"));
            CallToolResult nowhere = call(client, "get_execution", Map.of("id", "../../etc"));

            assertThat(List.of(unknown, empty, misspelt, nowhere)).allMatch(CallToolResult::isError);
            assertThat(words(unknown)).contains("klingon");
            assertThat(words(empty)).contains("source");
            assertThat(words(misspelt)).contains("code");
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

    private static HttpRequest.Builder with(KeySecret key) {
        return HttpRequest.newBuilder().header("Authorization", "Bearer " + key.value());
    }
}
