package freehold.worker.workspace;

import static freehold.worker.workspace.Plans.aPlan;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.cell.FilterClass;
import freehold.execution.Content;
import freehold.execution.Plan;
import freehold.execution.SourceFile;
import freehold.execution.StepResult;
import freehold.execution.WorkPath;
import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import freehold.worker.cell.CellShape;
import freehold.worker.cell.FakeCell;
import freehold.worker.cell.FakeCells;
import freehold.worker.cell.FakeProgram.FakeFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StagingTest {
    private final MemoryBlobs blobs = new MemoryBlobs();
    private final FakeCells cells = new FakeCells();

    @Test
    void puts_files_from_the_request_and_from_the_blobs() throws IOException {
        Content.Stored stored = blobs.put(TenantId.LOCAL, new ByteArrayInputStream("blob".getBytes(UTF_8)));
        Plan plan = aPlan().file("main.c", "source")
                .file(new SourceFile(new WorkPath("data/blob"), stored, true))
                .plan();

        Map<String, FakeFile> files = staged(new Staging(plan.files(), Built.NOTHING));

        assertThat(files)
                .isEqualTo(Map.of(
                        "main.c", new FakeFile("source", false, false),
                        "data/blob", new FakeFile("blob", true, false)));
    }

    @Test
    void a_blob_that_is_not_there_is_our_failure() {
        Content.Stored unknown = new Content.Stored(new Digest("0".repeat(64)), 4);
        Staging staging = new Staging(List.of(new SourceFile(new WorkPath("a"), unknown, false)), Built.NOTHING);

        assertThatThrownBy(() -> staged(staging))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a is not stored");
    }

    @Test
    void what_a_build_left_replaces_sources() throws IOException {
        Plan plan = aPlan().file("same", "source")
                .file("becomes-directory", "source")
                .file("becomes-file/inside", "source")
                .file("becomes-file-not", "source")
                .plan();
        Built built =
                new MemoryBuild(Map.of("same", "built", "becomes-directory/inside", "built", "becomes-file", "built"));

        Map<String, FakeFile> files = staged(new Staging(plan.files(), built));

        assertThat(files)
                .isEqualTo(Map.of(
                        "same", new FakeFile("built", true, false),
                        "becomes-directory/inside", new FakeFile("built", true, false),
                        "becomes-file", new FakeFile("built", true, false),
                        "becomes-file-not", new FakeFile("source", false, false)));
    }

    @Test
    void knows_how_much_disk_the_files_take() {
        Plan plan = aPlan().file("empty", "")
                .file("one", "1")
                .file("replaced", "x".repeat(5_000))
                .plan();
        Built built = new MemoryBuild(Map.of("replaced", "x".repeat(4_097)));

        Bytes size = new Staging(plan.files(), built).size();

        assertThat(size).isEqualTo(Bytes.kibi(12));
    }

    private Map<String, FakeFile> staged(Staging staging) throws IOException {
        CellShape shape =
                new CellShape("c", FilterClass.COMPILED, Bytes.mebi(1), 1, Bytes.mebi(1), 8, Optional.empty());
        try (var cell = cells.prepare(shape)) {
            staging.into(cell, TenantId.LOCAL, blobs);
        }
        FakeCell used = cells.made().getFirst();
        return used.files();
    }

    private record MemoryBuild(Map<String, String> contents) implements Built {
        @Override
        public Optional<StepResult> result() {
            return Optional.empty();
        }

        @Override
        public List<Entry> files() {
            return contents.entrySet().stream()
                    .map(file -> new Entry(
                            new WorkPath(file.getKey()),
                            true,
                            0,
                            file.getValue().length()))
                    .toList();
        }

        @Override
        public InputStream open(Entry entry) {
            return new ByteArrayInputStream(
                    contents.getOrDefault(entry.path().value(), "").getBytes(UTF_8));
        }

        @Override
        public void close() {}
    }
}
