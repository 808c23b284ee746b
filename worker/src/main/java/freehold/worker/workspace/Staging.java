package freehold.worker.workspace;

import static java.util.stream.Collectors.toUnmodifiableSet;

import freehold.execution.Content;
import freehold.execution.SourceFile;
import freehold.execution.WorkPath;
import freehold.quantity.Bytes;
import freehold.tenant.TenantId;
import freehold.wire.link.Blobs;
import freehold.worker.cell.Cell;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The files that go into a cell: those of the request, and what a build left. Where the two meet, the build has the last word: a
 * source that it replaced, by a file or a directory, is not put.
 *
 * @param build what a build left; without files where there was none
 * @param taken where other files go, so that none of these stands there, above or below
 */
public record Staging(List<SourceFile> sources, Built build, Set<WorkPath> taken) {
    public Staging {
        taken = Set.copyOf(taken);
        Set<WorkPath> files = build.files().stream().map(Built.Entry::path).collect(toUnmodifiableSet());
        Set<String> directories = files.stream().flatMap(Staging::directoriesOf).collect(toUnmodifiableSet());
        sources = sources.stream()
                .filter(source -> !isReplaced(source.path(), files, directories))
                .toList();
    }

    /** Where nothing else goes. */
    public Staging(List<SourceFile> sources, Built build) {
        this(sources, build, Set.of());
    }

    /** What all files take on the disk of a cell. */
    public Bytes size() {
        Bytes size = Bytes.NONE;
        for (SourceFile source : sources) {
            size = size.plus(new Bytes(sizeOf(source.content())).inPages());
        }
        for (Built.Entry entry : build.files()) {
            size = size.plus(new Bytes(entry.sizeBytes()).inPages());
        }
        return size;
    }

    /**
     * Puts them all.
     *
     * @throws IOException if a blob is not there, or storage fails
     */
    public void into(Cell cell, TenantId tenant, Blobs blobs) throws IOException {
        for (SourceFile source : sources) {
            try (InputStream bytes = open(source, tenant, blobs)) {
                cell.put(source.path(), source.executable(), sizeOf(source.content()), bytes);
            }
        }
        for (Built.Entry entry : build.files()) {
            if (isTaken(entry.path())) {
                continue;
            }
            try (InputStream bytes = build.open(entry)) {
                cell.put(entry.path(), entry.executable(), entry.sizeBytes(), bytes);
            }
        }
    }

    private boolean isTaken(WorkPath path) {
        String here = path.value() + "/";
        return taken.stream()
                .map(each -> each.value() + "/")
                .anyMatch(each -> here.startsWith(each) || each.startsWith(here));
    }

    private static InputStream open(SourceFile source, TenantId tenant, Blobs blobs) throws IOException {
        return switch (source.content()) {
            case Content.Inline(byte[] bytes) -> new ByteArrayInputStream(bytes);
            case Content.Stored stored ->
                blobs.open(tenant, stored.digest())
                        .orElseThrow(() -> new IOException(source.path() + " is not stored: " + stored.digest()));
        };
    }

    private static long sizeOf(Content content) {
        return switch (content) {
            case Content.Inline(byte[] bytes) -> bytes.length;
            case Content.Stored stored -> stored.sizeBytes();
        };
    }

    /** Whether a kept file has its place, is in its place as a directory, or has the place of a directory above it. */
    private static boolean isReplaced(WorkPath source, Set<WorkPath> files, Set<String> directories) {
        return files.contains(source)
                || directories.contains(source.value())
                || directoriesOf(source).anyMatch(above -> files.contains(new WorkPath(above)));
    }

    private static Stream<String> directoriesOf(WorkPath path) {
        String value = path.value();
        return IntStream.range(0, value.length())
                .filter(i -> value.charAt(i) == '/')
                .mapToObj(i -> value.substring(0, i));
    }
}
