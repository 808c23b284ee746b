package freehold.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.world.ContractCheck;
import freehold.control.world.Outcomes;
import freehold.control.world.ScriptedWorker.Held;
import freehold.control.world.World;
import freehold.execution.Artifact;
import freehold.execution.WorkPath;
import freehold.leak.LeakWatch;
import freehold.tenant.TenantId;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Some of the bytes of an artifact (RFC 9110, section 14). */
@Timeout(60)
@ExtendWith(LeakWatch.class)
final class ArtifactRangeTest {
    private static final String DIGITS = "0123456789";

    @TempDir
    private Path folder;

    private World world;

    @BeforeEach
    void open() throws Exception {
        world = new World(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private URI artifact(byte[] content) throws Exception {
        String id = JsonMapper.shared()
                .readTree(world.post("/v1/executions?wait=0s", "{\"runtime\": \"python\", \"source\": \"hold\"}")
                        .body())
                .path("id")
                .stringValue();
        Held held = world.worker.next();
        var stored = world.blobs.put(TenantId.LOCAL, new ByteArrayInputStream(content));
        held.ends(Outcomes.succeeded(
                held.plan(),
                new byte[0],
                List.of(new Artifact(new WorkPath("out.txt"), content.length, stored.digest()))));
        world.get("/v1/executions/" + id + "?wait=5s");
        return world.at("/v1/executions/" + id + "/artifacts/out.txt");
    }

    private HttpResponse<String> ask(URI artifact, String... headers) throws Exception {
        return world.send(HttpRequest.newBuilder(artifact).headers(headers));
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bytes=0-0                          | 0          | 0-0
            bytes=0-                           | 0123456789 | 0-9
            bytes=3-5                          | 345        | 3-5
            bytes=9-9                          | 9          | 9-9
            bytes=8-                           | 89         | 8-9
            bytes=8-10                         | 89         | 8-9
            bytes=8-99999999999999999999999999 | 89         | 8-9
            bytes=-1                           | 9          | 9-9
            bytes=-3                           | 789        | 7-9
            bytes=-10                          | 0123456789 | 0-9
            bytes=-99999999999999999999999999  | 0123456789 | 0-9
            BYTES=3-5                          | 345        | 3-5
            'bytes= ,3-5 ,'                    | 345        | 3-5
            """)
    void one_range_is_answered_with_its_bytes(String range, String bytes, String told) throws Exception {
        URI artifact = artifact(DIGITS.getBytes(StandardCharsets.UTF_8));

        HttpResponse<String> answer = ask(artifact, "Range", range);

        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.body()).isEqualTo(bytes);
        assertThat(header(answer, "Content-Range")).isEqualTo("bytes " + told + "/10");
        assertThat(header(answer, "Content-Length")).isEqualTo(Integer.toString(bytes.length()));
        assertThat(header(answer, "Content-Type")).startsWith("text/plain");
        assertThat(header(answer, "Content-Disposition")).startsWith("attachment;");
        assertThat(header(answer, "ETag")).hasSize(66);
        assertThat(header(answer, "Accept-Ranges")).isEqualTo("bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=0-1,3-4",
                "bytes=5-3",
                "bytes=-",
                "bytes=",
                "bytes=x-",
                "bytes=1-x",
                "bytes=1",
                "bytes=--1",
                "bytes=1-2-3",
                "bytes=+1-2",
                "bytes =1-2",
                "lines=1-2",
                "0-1",
                "bytes=99999999999999999999-9999999999999999999"
            })
    void several_ranges_and_what_cannot_be_read_are_answered_with_all(String range) throws Exception {
        URI artifact = artifact(DIGITS.getBytes(StandardCharsets.UTF_8));

        HttpResponse<String> answer = ask(artifact, "Range", range);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(DIGITS);
        assertThat(header(answer, "Content-Range")).isEmpty();
        assertThat(header(answer, "Accept-Ranges")).isEqualTo("bytes");
    }

    @Test
    void the_header_twice_is_answered_with_all() throws Exception {
        URI artifact = artifact(DIGITS.getBytes(StandardCharsets.UTF_8));

        assertThat(ask(artifact, "Range", "bytes=0-1", "Range", "bytes=0-1").body())
                .isEqualTo(DIGITS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=10-10", "bytes=99999999999999999999999999-", "bytes=-0"})
    void a_range_behind_the_end_is_refused_with_the_size(String range) throws Exception {
        URI artifact = artifact(DIGITS.getBytes(StandardCharsets.UTF_8));

        HttpResponse<String> answer = ask(artifact, "Range", range);

        assertThat(answer.statusCode()).isEqualTo(416);
        assertThat(header(answer, "Content-Range")).isEqualTo("bytes */10");
        assertThat(answer.body()).contains("/errors/invalid", "the 10 bytes that there are");
    }

    @Test
    void of_nothing_there_is_no_range_but_all_of_it() throws Exception {
        URI artifact = artifact(new byte[0]);

        assertThat(ask(artifact, "Range", "bytes=-5").statusCode()).isEqualTo(200);
        assertThat(ask(artifact, "Range", "bytes=0-").statusCode()).isEqualTo(416);
        assertThat(header(ask(artifact, "Range", "bytes=0-0"), "Content-Range")).isEqualTo("bytes */0");
    }

    @Test
    void a_range_counts_for_the_very_bytes_that_the_client_has() throws Exception {
        URI artifact = artifact(DIGITS.getBytes(StandardCharsets.UTF_8));
        String tag = header(ask(artifact, "Range", "bytes=0-1"), "ETag");

        assertThat(ask(artifact, "Range", "bytes=2-", "If-Range", tag).body()).isEqualTo("23456789");
        for (String other : List.of("\"other\"", "W/" + tag, "Sun, 29 Nov 2026 07:00:00 GMT")) {
            assertThat(ask(artifact, "Range", "bytes=2-", "If-Range", other).body())
                    .isEqualTo(DIGITS);
            assertThat(ask(artifact, "Range", "bytes=99-", "If-Range", other).statusCode())
                    .isEqualTo(200);
        }
        assertThat(ask(artifact, "Range", "bytes=99-", "If-None-Match", tag).statusCode())
                .isEqualTo(304);
    }

    @Test
    void a_range_says_nothing_of_a_head() throws Exception {
        URI artifact = artifact(DIGITS.getBytes(StandardCharsets.UTF_8));

        HttpResponse<String> answer = world.send(HttpRequest.newBuilder(artifact)
                .method("HEAD", BodyPublishers.noBody())
                .header("Range", "bytes=0-1"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Length")).isEqualTo("10");
    }

    /** It is stored in sealed segments of 64 KiB. */
    @Test
    void ranges_make_up_what_is_large() throws Exception {
        byte[] large = new byte[300_000];
        new Random(1).nextBytes(large);
        URI artifact = artifact(large);

        for (int from : List.of(0, 1, 65_535, 65_536, 131_071, 262_144, 299_999)) {
            for (int size : List.of(1, 65_536, 150_000)) {
                HttpResponse<byte[]> answer = world.client()
                        .send(
                                HttpRequest.newBuilder(artifact)
                                        .header("Range", "bytes=" + from + "-" + (from + size - 1))
                                        .build(),
                                BodyHandlers.ofByteArray());

                ContractCheck.check("GET", artifact.getRawPath(), answer, "");
                assertThat(answer.body())
                        .isEqualTo(Arrays.copyOfRange(large, from, Math.min(large.length, from + size)));
            }
        }
    }
}
