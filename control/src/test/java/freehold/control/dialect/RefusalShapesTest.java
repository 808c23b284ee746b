package freehold.control.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.blob.BlobStore;
import freehold.control.http.ServerSettings;
import freehold.control.retention.Retention;
import freehold.control.tenancy.Caller;
import freehold.control.tenancy.KeyFile;
import freehold.control.tenancy.KeySecret;
import freehold.control.tenancy.Right;
import freehold.control.world.World;
import freehold.control.world.World.Recipe;
import freehold.leak.LeakWatch;
import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused before a dialect sees it is refused in the peer's own shape too, and to who has no key nothing else is told. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
final class RefusalShapesTest {
    private static final int BODY_MAX = 1_024;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/compat/judge0/submissions | '' | {\"error\":\"send at most 1024 bytes\"} | {\"error\":\"send the body as application/json\"}",
                "/compat/piston/api/v2/execute | {\"message\":\"send a key of this server\"} | {\"message\":\"send at most 1024 bytes\"} | {\"message\":\"requests must be of type application/json\"}",
                "/compat/jobe/index.php/restapi/runs | \"Missing or unknown API key\" | \"Send at most 1024 bytes\" | \"Send the body as application/json\"",
                "/compat/sandboxfusion/run_code | {\"detail\":\"send a key of this server\"} | {\"detail\":\"send at most 1024 bytes\"} | {\"detail\":\"send the body as application/json\"}",
                "/compat/librechat/exec | {\"error\":\"send a key of this server\"} | {\"error\":\"send at most 1024 bytes\"} | {\"error\":\"send the body as application/json\"}",
                "/compat/go-judge/run | '' | \"send at most 1024 bytes\" | \"send the body as application/json\"",
            })
    void a_stranger_too_much_and_what_is_no_json_are_refused_as_the_peer_refuses(
            String path, String stranger, String tooMuch, String noJson) throws Exception {
        KeySecret key = KeySecret.make(new SecureRandom());
        KeyFile keys = new KeyFile(
                List.of(new KeyFile.Key(key.digest(), new Caller(new TenantId("ann"), EnumSet.allOf(Right.class)))));
        try (World world = new World(folder, Recipe.USUAL.keys(keys).settings(small()))) {
            HttpResponse<String> unknown = world.sendUnchecked(world.json(path, "{}"));
            HttpResponse<String> large =
                    world.sendUnchecked(World.with(world.json(path, "[" + " ".repeat(BODY_MAX) + "]"), key));
            HttpResponse<String> other = world.sendUnchecked(World.with(
                    HttpRequest.newBuilder(world.at(path))
                            .header("Content-Type", "text/plain")
                            .POST(BodyPublishers.ofString("{}")),
                    key));

            assertThat(List.of(unknown.statusCode(), large.statusCode(), other.statusCode()))
                    .containsExactly(path.contains("jobe") ? 403 : 401, 413, 415);
            assertThat(unknown.body()).isEqualTo(stranger);
            assertThat(large.body()).isEqualTo(tooMuch);
            assertThat(other.body()).isEqualTo(noJson);
        }
    }

    @Test
    void more_than_a_tenant_may_have_that_nobody_uses_is_refused_whichever_the_door() throws Exception {
        Retention little = new Retention(Retention.DEFAULT.age(), Retention.SIZE_LEAST);
        byte[] much = new byte[(int) (little.uploadsOfTenant().count() - BlobStore.LEAST_BYTES)];
        try (World world = new World(folder, Recipe.USUAL.retention(little))) {
            HttpResponse<String> taken = world.send(HttpRequest.newBuilder(world.at("/v1/blobs/" + Digest.of(much)))
                    .header("Content-Type", "application/octet-stream")
                    .PUT(BodyPublishers.ofByteArray(much)));

            HttpResponse<String> jobe = world.sendUnchecked(
                    HttpRequest.newBuilder(world.at("/compat/jobe/index.php/restapi/files/abcdefgh"))
                            .header("Content-Type", "application/json")
                            .PUT(BodyPublishers.ofString("{\"file_contents\": \"c2FtZQ==\"}")));
            HttpResponse<String> goJudge = world.sendUnchecked(form(world, "/compat/go-judge/file"));
            HttpResponse<String> libreChat = world.sendUnchecked(form(world, "/compat/librechat/upload"));
            HttpResponse<String> tool = world.sendUnchecked(world.json(
                            "/mcp",
                            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"store_file\","
                                    + "\"arguments\":{\"content\":\"more\"}}}")
                    .header("Accept", "application/json, text/event-stream"));

            assertThat(taken.statusCode()).isEqualTo(201);
            assertThat(List.of(jobe, goJudge, libreChat))
                    .allSatisfy(each ->
                            assertThat(each.statusCode()).as(each.body()).isEqualTo(409))
                    .allSatisfy(each -> assertThat(each.body()).contains("that no execution refers to"));
            assertThat(tool.body()).contains("that no execution refers to", "\"isError\":true");
        }
    }

    private static HttpRequest.Builder form(World world, String path) {
        return HttpRequest.newBuilder(world.at(path))
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(
                        BodyPublishers.ofString(
                                "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nmore\r\n--b--\r\n"));
    }

    private static ServerSettings small() {
        ServerSettings usual = ServerSettings.onLoopback(0);
        return new ServerSettings(
                usual.address(),
                usual.port(),
                new Bytes(BODY_MAX),
                usual.blob(),
                usual.drain(),
                usual.idle(),
                usual.connections(),
                usual.dialects());
    }
}
