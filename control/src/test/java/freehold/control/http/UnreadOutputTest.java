package freehold.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.world.Outcomes;
import freehold.control.world.RecordFile;
import freehold.control.world.ScriptedWorker.Held;
import freehold.control.world.World;
import freehold.execution.Artifact;
import freehold.execution.ExecutionId;
import freehold.execution.WorkPath;
import freehold.leak.LeakWatch;
import freehold.tenant.TenantId;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What a program wrote may be 64 MiB: whoever has no use for it does not read it, which shows where it cannot be read. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
final class UnreadOutputTest {
    @TempDir
    private Path folder;

    /** One with an artifact, whose output nobody can open any more. */
    private String spoiled(World world) throws Exception {
        String id = JsonMapper.shared()
                .readTree(world.post("/v1/executions?wait=0s", "{\"runtime\": \"python\", \"source\": \"hold\"}")
                        .body())
                .path("id")
                .stringValue();
        Held held = world.worker.next();
        var stored = world.blobs.put(TenantId.LOCAL, new ByteArrayInputStream("left".getBytes(StandardCharsets.UTF_8)));
        held.ends(Outcomes.succeeded(
                held.plan(),
                "written".getBytes(StandardCharsets.UTF_8),
                List.of(new Artifact(new WorkPath("out.txt"), stored.sizeBytes(), stored.digest()))));
        while (world.executions.live(TenantId.LOCAL, new ExecutionId(id)).isPresent()) {
            Thread.onSpinWait();
        }
        RecordFile.change(folder, "update step set stdout = x'00'");
        assertThat(world.get("/v1/executions/" + id).statusCode()).isEqualTo(500);
        return id;
    }

    @Test
    void an_artifact_and_the_course_of_an_execution_are_told_without_its_output() throws Exception {
        try (World world = new World(folder)) {
            String id = spoiled(world);

            assertThat(world.get("/v1/executions/" + id + "/artifacts/out.txt").body())
                    .isEqualTo("left");
            assertThat(world.get("/v1/executions/" + id + "/timeline").statusCode())
                    .isEqualTo(200);
            assertThat(world.sendUnchecked(world.json(
                                            "/mcp",
                                            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"read_artifact\","
                                                    + "\"arguments\":{\"id\":\"" + id + "\",\"path\":\"out.txt\"}}}")
                                    .header("Accept", "application/json, text/event-stream"))
                            .body())
                    .contains("left");
            assertThat(world.executions.cancel(TenantId.LOCAL, new ExecutionId(id)))
                    .isTrue();
        }
    }

    @Test
    void whether_there_is_anything_to_attach_to_is_told_without_its_output() throws Exception {
        try (World world = new World(folder)) {
            String id = spoiled(world);
            URI place = URI.create("ws://127.0.0.1:" + world.port + "/v1/executions/" + id + "/attach");

            var opened = world.client().newWebSocketBuilder().buildAsync(place, new WebSocket.Listener() {});

            opened.join().abort();
        }
    }
}
