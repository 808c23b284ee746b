package freehold.control.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.control.sql.SqlSnapshot;
import freehold.control.world.Outcomes;
import freehold.control.world.ScriptedWorker.Held;
import freehold.control.world.World;
import freehold.execution.Artifact;
import freehold.execution.WorkPath;
import freehold.leak.LeakWatch;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Backups of a server that runs, and what becomes of them. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
final class BackupTest {
    private static final String HOLD = "{\"runtime\": \"python\", \"source\": \"hold\"}";

    @TempDir
    private Path folder;

    private Path data;
    private Path other;
    private Path archive;

    @BeforeEach
    void folders() throws IOException {
        data = Files.createDirectory(folder.resolve("data"));
        other = Files.createDirectory(folder.resolve("other"));
        archive = folder.resolve("backup.zip");
    }

    private static String id(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body()).path("id").stringValue();
    }

    /** An execution with an artifact, and one that lives; both stored. */
    private List<String> work(World world) throws Exception {
        String ended = id(world.post("/v1/executions?wait=0s", HOLD));
        Held held = world.worker.next();
        byte[] page = "<page>".getBytes(StandardCharsets.UTF_8);
        var stored = world.blobs.put(TenantId.LOCAL, new ByteArrayInputStream(page));
        held.ends(Outcomes.succeeded(
                held.plan(), new byte[0], List.of(new Artifact(new WorkPath("p"), page.length, stored.digest()))));
        assertThat(world.get("/v1/executions/" + ended + "?wait=5s").statusCode())
                .isEqualTo(200);
        String living = id(world.post("/v1/executions?wait=0s", HOLD));
        world.worker.next();
        return List.of(ended, living);
    }

    private Backup.Contents backUp() throws IOException {
        try (FileChannel channel = FileChannel.open(archive, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            return new Backup(new SqlSnapshot()).write(data, folder.resolve("snapshot"), channel);
        }
    }

    private void restore() throws IOException {
        try (InputStream bytes = Files.newInputStream(archive)) {
            new Restore(new SqlSnapshot()).into(other, bytes);
        }
    }

    @Test
    void what_was_there_while_the_server_ran_is_there_again_elsewhere() throws Exception {
        List<String> ids;
        String before;
        try (World world = new World(data)) {
            ids = work(world);
            while (!world.blobs
                    .find(TenantId.LOCAL, artifact(world, ids.getFirst()))
                    .isPresent()) {
                Thread.onSpinWait();
            }
            before = world.get("/v1/executions/" + ids.getFirst()).body();

            Backup.Contents contents = backUp();

            assertThat(contents.blobs()).isEqualTo(1);
            world.post("/v1/executions", "{\"runtime\": \"python\", \"source\": \"echo later\"}");
            world.post("/v1/executions/" + ids.getLast() + "/cancel", "");
        }

        restore();

        try (World world = new World(other)) {
            Held again = world.worker.next();
            again.ends(Outcomes.succeeded(again.plan(), "again"));
            assertThat(world.get("/v1/executions/" + ids.getFirst()).body()).isEqualTo(before);
            assertThat(world.client()
                            .send(
                                    HttpRequest.newBuilder(
                                                    world.at("/v1/executions/" + ids.getFirst() + "/artifacts/p"))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body())
                    .isEqualTo("<page>");
            assertThat(world.get("/v1/executions/" + ids.getLast() + "?wait=5s").body())
                    .contains("again");
            assertThat(JsonMapper.shared()
                            .readTree(world.get("/v1/executions").body())
                            .path("items"))
                    .hasSize(2);
        }
    }

    private static Digest artifact(World world, String id) throws Exception {
        return new Digest(JsonMapper.shared()
                .readTree(world.get("/v1/executions/" + id).body())
                .at("/artifacts/0/sha256")
                .stringValue());
    }

    @Test
    void nothing_but_the_archive_is_left() throws Exception {
        try (World world = new World(data)) {
            world.post("/v1/executions", "{\"runtime\": \"python\", \"source\": \"echo a\"}");
            backUp();
        }
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(data, other, archive);
        }
    }

    @Test
    void what_was_erased_while_it_was_taken_is_not_in_it() throws Exception {
        List<String> ids;
        try (World world = new World(data)) {
            ids = work(world);
            var digest = artifact(world, ids.getFirst());
            world.post("/v1/executions/" + ids.getLast() + "/cancel", "");
            world.get("/v1/executions/" + ids.getLast() + "?wait=5s");
            Files.delete(Backup.file(data, new Snapshot.Use(TenantId.LOCAL, digest)));

            Backup.Contents contents = backUp();

            assertThat(contents.blobs()).isZero();
        }
        restore();
        try (World world = new World(other)) {
            assertThat(world.get("/v1/executions/" + ids.getFirst()).statusCode())
                    .isEqualTo(404);
            assertThat(world.get("/v1/executions/" + ids.getLast()).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void an_archive_that_is_not_whole_changes_nothing() throws Exception {
        try (World world = new World(data)) {
            List<String> ids = work(world);
            world.post("/v1/executions/" + ids.getLast() + "/cancel", "");
            backUp();
        }
        Files.writeString(other.resolve("freehold.db"), "kept");
        Map<String, byte[]> whole = entries();
        String blob = whole.keySet().stream()
                .filter(name -> name.startsWith("blobs/"))
                .findFirst()
                .orElseThrow();

        refused(whole, blob, "changed".getBytes(StandardCharsets.UTF_8), "its files are not those");
        refused(whole, "blobs/local/aa/../../../x", new byte[0], "a file of another name");
        refused(whole, "/etc/passwd", new byte[0], "a file of another name");
        refused(whole, "SHA256SUMS", new byte[0], "lacks SHA256SUMS");
        Files.write(archive, new byte[] {'P', 'K', 3, 4, 0});
        assertThatThrownBy(this::restore).isInstanceOf(IOException.class);

        assertThat(Files.readString(other.resolve("freehold.db"))).isEqualTo("kept");
        try (var files = Files.list(other)) {
            assertThat(files).containsExactly(other.resolve("freehold.db"));
        }
    }

    private void refused(Map<String, byte[]> whole, String name, byte[] content, String because) throws IOException {
        Map<String, byte[]> changed = new LinkedHashMap<>(whole);
        changed.put(name, content);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            for (Map.Entry<String, byte[]> each : changed.entrySet()) {
                zip.putNextEntry(new ZipEntry(each.getKey()));
                zip.write(each.getValue());
                zip.closeEntry();
            }
        }
        assertThatThrownBy(this::restore).hasMessageContaining(because);
    }

    private Map<String, byte[]> entries() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return entries;
    }
}
