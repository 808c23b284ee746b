package freehold.control.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.control.tenancy.KeySecret;
import freehold.control.vault.KeyDestroyed;
import freehold.control.vault.Purpose;
import freehold.control.world.Outcomes;
import freehold.control.world.ScriptedWorker.Held;
import freehold.control.world.World;
import freehold.execution.Artifact;
import freehold.execution.ExecutionId;
import freehold.execution.WorkPath;
import freehold.leak.LeakWatch;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is kept of executions, for how long, and for whom, over HTTP from beginning to end. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
final class CustodyTest {
    private static final String CANARY = "kanarienvogel";

    @TempDir
    private Path folder;

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    private static String body(String source, String more) {
        return "{\"runtime\": \"python\", \"source\": \"" + source + "\", \"stdin\": \"" + CANARY + "-in\"" + more
                + "}";
    }

    private static String retain(String word) {
        return body("show", ", \"retain\": \"" + word + "\"");
    }

    private static void put(World world, String policy) throws Exception {
        HttpRequest.Builder document = HttpRequest.newBuilder(world.at("/v1/policies/house"))
                .header("Content-Type", "application/yaml")
                .PUT(BodyPublishers.ofString(policy));
        assertThat(world.send(document).statusCode()).isIn(200, 201);
        HttpRequest.Builder standard =
                HttpRequest.newBuilder(world.at("/v1/policies/house/default")).PUT(BodyPublishers.noBody());
        assertThat(world.send(standard).statusCode()).isEqualTo(204);
    }

    private List<Path> filesWith(String text) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                if (Files.readString(each, StandardCharsets.ISO_8859_1).contains(text)) {
                    found.add(each);
                }
            }
        }
        return found;
    }

    /** One with an artifact, that was promised before it ran; its end is stored when this returns. */
    private static String ended(World world, String more) throws Exception {
        String id = json(world.post("/v1/executions?wait=0s", body("hold", more)))
                .path("id")
                .stringValue();
        Held held = world.worker.next();
        byte[] page = (CANARY + "-page").getBytes(StandardCharsets.UTF_8);
        var stored = world.blobs.put(TenantId.LOCAL, new ByteArrayInputStream(page));
        held.ends(Outcomes.succeeded(
                held.plan(),
                (CANARY + "-out").getBytes(StandardCharsets.UTF_8),
                List.of(new Artifact(new WorkPath("page"), page.length, stored.digest()))));
        settled(world, id);
        return id;
    }

    /** The receipt comes with the stored end. */
    private static void settled(World world, String id) throws Exception {
        assertThat(world.get("/v1/executions/" + id + "?wait=5s").statusCode()).isEqualTo(200);
        assertThat(world.get("/v1/executions/" + id + "/receipt").statusCode()).isEqualTo(200);
        while (world.executions.live(TenantId.LOCAL, new ExecutionId(id)).isPresent()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void no_file_of_the_data_folder_has_anything_of_source_input_output_artifact_or_blob() throws Exception {
        try (World world = new World(folder)) {
            byte[] upload = (CANARY + "-blob").getBytes(StandardCharsets.UTF_8);
            HttpRequest.Builder blob = HttpRequest.newBuilder(world.at("/v1/blobs/" + Digest.of(upload)))
                    .header("Content-Type", "application/octet-stream")
                    .PUT(BodyPublishers.ofByteArray(upload));
            assertThat(world.send(blob).statusCode()).isEqualTo(201);
            String waiting = json(world.post(
                            "/v1/executions?wait=0s", body("hold", ", \"args\": [\"" + CANARY + "\"]")))
                    .path("id")
                    .stringValue();
            Held held = world.worker.next();

            String whole = ended(world, "");

            assertThat(world.get("/v1/executions/" + whole).body()).contains(CANARY + "-out");
            assertThat(world.get("/v1/executions/" + whole + "/artifacts/page").body())
                    .isEqualTo(CANARY + "-page");
            assertThat(filesWith(CANARY)).isEmpty();
            assertThat(filesWith(whole)).isNotEmpty(); // it looks where it should
            held.ends(Outcomes.succeeded(held.plan(), ""));
            settled(world, waiting);
        }
        assertThat(filesWith(CANARY)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"digest, 1", "none, 0"})
    void what_is_not_to_be_kept_is_answered_once_and_then_gone(String word, int artifacts) throws Exception {
        try (World world = new World(folder)) {
            HttpResponse<String> answer = world.post("/v1/executions", retain(word));
            String id = json(answer).path("id").stringValue();
            String later = ended(world, ", \"retain\": \"" + word + "\"");

            assertThat(answer.body()).contains(CANARY + "-in").contains("\"retain\":\"" + word + "\"");
            settled(world, id);
            for (String each : List.of(id, later)) {
                JsonNode kept = json(world.get("/v1/executions/" + each));
                assertThat(kept.toString()).doesNotContain(CANARY);
                assertThat(kept.path("retain").stringValue()).isEqualTo(word);
                assertThat(kept.path("verdict").stringValue()).isEqualTo("succeeded");
                assertThat(kept.at("/run/stdout").stringValue()).isEmpty();
                assertThat(kept.at("/run/truncated/0").stringValue()).isEqualTo("stdout");
                HttpResponse<String> again = world.post("/v1/executions/" + each + "/replay", "");
                assertThat(again.statusCode()).isEqualTo(409);
                assertThat(json(again).path("detail").stringValue()).contains("retain: " + word);
                assertThat(world.get("/v1/executions/" + each + "/events").body())
                        .doesNotContain(CANARY);
            }
            assertThat(json(world.get("/v1/executions/" + later)).path("artifacts"))
                    .hasSize(artifacts);
            assertThat(world.get("/v1/executions/" + later + "/artifacts/page").statusCode())
                    .isEqualTo(404);
            while (!blobFiles().isEmpty()) {
                Thread.onSpinWait();
            }
        }
    }

    private List<Path> blobFiles() throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("blobs"))) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void more_than_the_policy_allows_is_refused_and_its_default_fills_what_is_left_out() throws Exception {
        try (World world = new World(folder)) {
            put(world, "retain: {default: none, ceiling: digest}");

            HttpResponse<String> more = world.post("/v1/executions", retain("full"));
            HttpResponse<String> most = world.post("/v1/executions", retain("digest"));
            HttpResponse<String> silent = world.post("/v1/executions", body("show", ""));

            assertThat(more.statusCode()).isEqualTo(403);
            assertThat(json(more).path("detail").stringValue()).contains("digest or none");
            assertThat(more.body()).contains("#/retain");
            assertThat(json(most).path("retain").stringValue()).isEqualTo("digest");
            assertThat(json(silent).path("retain").stringValue()).isEqualTo("none");
        }
    }

    @Test
    void a_policy_that_fills_in_more_than_it_allows_is_none() throws Exception {
        try (World world = new World(folder)) {
            HttpRequest.Builder document = HttpRequest.newBuilder(world.at("/v1/policies/house"))
                    .header("Content-Type", "application/yaml")
                    .PUT(BodyPublishers.ofString("retain: {default: full, ceiling: none}"));

            HttpResponse<String> answer = world.send(document);

            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body()).contains("more than the ceiling");
        }
    }

    private static KeySecret key(World world, KeySecret by, String form) throws Exception {
        return new KeySecret(json(world.send(World.with(world.json("/v1/keys", form), by)))
                .path("secret")
                .stringValue());
    }

    private static SequencedMap<String, String> untar(byte[] archive) throws IOException {
        SequencedMap<String, String> files = new LinkedHashMap<>();
        try (DataInputStream tar = new DataInputStream(new GZIPInputStream(new ByteArrayInputStream(archive)))) {
            byte[] header = new byte[512];
            while (true) {
                tar.readFully(header);
                String name = new String(header, 0, 100, StandardCharsets.US_ASCII).trim();
                if (name.isEmpty()) {
                    return files;
                }
                int size = Integer.parseInt(new String(header, 124, 11, StandardCharsets.US_ASCII), 8);
                byte[] content = new byte[size];
                tar.readFully(content);
                tar.skipNBytes(-size & 511);
                files.put(name, new String(content, StandardCharsets.UTF_8));
            }
        }
    }

    private static HttpResponse<byte[]> export(World world, KeySecret by, String tenant) throws Exception {
        return world.client()
                .send(
                        World.with(HttpRequest.newBuilder(world.at("/v1/tenants/" + tenant + "/export")), by)
                                .build(),
                        BodyHandlers.ofByteArray());
    }

    @Test
    void an_archive_has_all_of_one_tenant_and_only_who_runs_it_gets_it() throws Exception {
        try (World world = new World(folder)) {
            KeySecret operator =
                    new KeySecret(json(world.post("/v1/keys", "{\"role\": \"operator\", \"name\": \"first\"}"))
                            .path("secret")
                            .stringValue());
            for (String name : List.of("physics", "chemistry")) {
                world.send(World.with(world.json("/v1/tenants", "{\"name\": \"" + name + "\"}"), operator));
            }
            KeySecret admin = key(world, operator, "{\"tenant\": \"physics\", \"role\": \"tenant-admin\"}");
            KeySecret runner = key(world, operator, "{\"tenant\": \"physics\", \"role\": \"runner\"}");
            KeySecret auditor = key(world, operator, "{\"tenant\": \"physics\", \"role\": \"auditor\"}");
            KeySecret stranger = key(world, operator, "{\"tenant\": \"chemistry\", \"role\": \"tenant-admin\"}");
            String id = json(world.send(World.with(world.json("/v1/executions", body("show", "")), runner)))
                    .path("id")
                    .stringValue();
            world.send(World.with(world.json("/v1/executions", body("exit 3", "")), stranger));
            byte[] upload = CANARY.getBytes(StandardCharsets.UTF_8);
            world.send(World.with(
                    HttpRequest.newBuilder(world.at("/v1/blobs/" + Digest.of(upload)))
                            .header("Content-Type", "application/octet-stream")
                            .PUT(BodyPublishers.ofByteArray(upload)),
                    runner));
            String using = "{\"runtime\": \"python\", \"files\": [{\"path\": \"main.py\", \"blob\": \""
                    + Digest.of(upload) + "\"}]}";
            world.send(World.with(world.json("/v1/executions?wait=5s", using), runner));

            for (String value : List.of(CANARY + "-secret-1", CANARY + "-secret-2")) {
                world.send(World.with(
                        HttpRequest.newBuilder(world.at("/v1/secrets/token"))
                                .header("Content-Type", "application/octet-stream")
                                .PUT(BodyPublishers.ofString(value)),
                        admin));
            }

            HttpResponse<byte[]> archive = export(world, admin, "physics");

            assertThat(archive.statusCode()).isEqualTo(200);
            assertThat(export(world, operator, "physics").statusCode()).isEqualTo(200);
            assertThat(export(world, runner, "physics").statusCode()).isEqualTo(403);
            assertThat(export(world, auditor, "physics").statusCode()).isEqualTo(403);
            assertThat(export(world, stranger, "physics").statusCode()).isEqualTo(404);
            SequencedMap<String, String> files = untar(archive.body());
            assertThat(files.keySet())
                    .contains(
                            "tenant.json",
                            "executions/000001.jsonl",
                            "blobs/sha256/" + Digest.of(upload).hex(),
                            "ledger/000001.jsonl",
                            "receipt-keys.json",
                            "usage.json");
            assertThat(files.lastEntry().getKey()).isEqualTo("manifest.json");
            List<String> lines =
                    files.getOrDefault("executions/000001.jsonl", "").lines().toList();
            assertThat(lines).hasSize(2).anyMatch(line -> line.contains(id) && line.contains(CANARY + "-in"));
            assertThat(JsonMapper.shared()
                            .readTree(lines.getLast())
                            .path("request")
                            .stringValue())
                    .isEqualTo(body("show", ""));
            assertThat(files.getOrDefault("ledger/000001.jsonl", "")).contains("receipt");
            assertThat(JsonMapper.shared()
                            .readTree(files.getOrDefault("manifest.json", ""))
                            .path("executions")
                            .asInt())
                    .isEqualTo(2);
            assertThat(files.getOrDefault("secrets/000001.jsonl", "").lines())
                    .hasSize(2)
                    .allMatch(line -> line.contains("\"name\":\"token\""))
                    .anyMatch(line -> line.contains("\"version\":1,"))
                    .anyMatch(line -> line.contains("\"version\":2,"));
            assertThat(files.values()).noneMatch(file -> file.contains(CANARY + "-secret"));
            String audit = world.send(World.with(HttpRequest.newBuilder(world.at("/v1/audit")), auditor))
                    .body();
            assertThat(audit.split("tenant.exported", -1)).hasSize(3);
        }
    }

    @Test
    void a_key_that_may_not_read_gets_no_archive_either() throws Exception {
        try (World world = new World(folder)) {
            KeySecret operator = new KeySecret(json(world.post("/v1/keys", "{\"role\": \"operator\"}"))
                    .path("secret")
                    .stringValue());
            KeySecret keysOnly = key(world, operator, "{\"role\": \"tenant-admin\", \"rights\": [\"keys\"]}");
            KeySecret unaudited =
                    key(world, operator, "{\"role\": \"tenant-admin\", \"rights\": [\"keys\", \"read\"]}");
            KeySecret enough =
                    key(world, operator, "{\"role\": \"tenant-admin\", \"rights\": [\"keys\", \"read\", \"audit\"]}");

            assertThat(export(world, keysOnly, "local").statusCode()).isEqualTo(403);
            assertThat(export(world, unaudited, "local").statusCode()).isEqualTo(403);
            assertThat(export(world, enough, "local").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_deleted_tenants_key_is_destroyed_and_a_new_version_seals_what_comes() throws Exception {
        try (World world = new World(folder)) {
            KeySecret operator =
                    new KeySecret(json(world.post("/v1/keys", "{\"role\": \"operator\", \"name\": \"first\"}"))
                            .path("secret")
                            .stringValue());
            TenantId physics = new TenantId(
                    json(world.send(World.with(world.json("/v1/tenants", "{\"name\": \"physics\"}"), operator)))
                            .path("id")
                            .stringValue());
            KeySecret admin = key(world, operator, "{\"tenant\": \"physics\", \"role\": \"tenant-admin\"}");
            String id = json(world.send(World.with(world.json("/v1/executions", body("show", "")), admin)))
                    .path("id")
                    .stringValue();

            assertThat(world.send(World.with(world.json("/v1/tenants/physics/rotate-key", ""), admin))
                            .statusCode())
                    .isEqualTo(204);
            assertThat(world.send(World.with(HttpRequest.newBuilder(world.at("/v1/executions/" + id)), admin))
                            .body())
                    .contains(CANARY);
            byte[] sealed = world.records.vault().seal(physics, Purpose.SECRET, "x", new byte[1]);
            assertThat(sealed[4]).isEqualTo((byte) 2);
            world.send(World.with(world.json("/v1/tenants/physics/suspend", ""), operator));
            HttpRequest.Builder delete =
                    HttpRequest.newBuilder(world.at("/v1/tenants/physics")).DELETE();
            assertThat(world.send(World.with(delete, operator)).statusCode()).isEqualTo(204);

            assertThatThrownBy(() -> world.records.vault().open(physics, Purpose.SECRET, "x", sealed))
                    .isInstanceOf(KeyDestroyed.class);
        }
    }

    @Test
    void a_key_that_cannot_be_rotated_leaves_the_line_that_somebody_tried() throws Exception {
        String path = "/v1/tenants/" + TenantId.LOCAL.value() + "/rotate-key";
        try (World world = new World(folder)) {
            world.post("/v1/executions", body("show", ""));
            assertThat(world.post(path, "").statusCode()).isEqualTo(204);
        }
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("freehold.db"));
                Statement spoil = database.createStatement()) {
            spoil.executeUpdate("update tenant_key set wrapped = zeroblob(length(wrapped))");
        }

        try (World world = new World(folder)) {
            int status = world.post(path, "").statusCode();

            String audit = world.get("/v1/audit").body();
            assertThat(status).isEqualTo(500);
            assertThat(audit.split("\"tenant_key.rotating\"", -1)).hasSize(3);
            assertThat(audit.split("\"tenant_key.rotated\"", -1)).hasSize(2);
        }
    }
}
