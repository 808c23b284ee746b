package freehold.control.dialect;

import freehold.control.blob.BlobStore;
import freehold.execution.Artifact;
import freehold.tenant.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** Files that programs left, for answers that carry them. Those are made in memory, so they have a bound. */
public final class ArtifactFiles {
    /** All files of one answer together. */
    public static final long BYTES_MAX = 16 << 20;

    private ArtifactFiles() {}

    /** The globs that mean exactly this path. */
    public static String glob(String path) {
        return path.replaceAll("[*?\\[]", "[$0]");
    }

    public static long bytes(List<Artifact> artifacts) {
        return artifacts.stream().mapToLong(Artifact::sizeBytes).sum();
    }

    /** The first of them that together have no more than an answer may. */
    public static List<Artifact> fitting(List<Artifact> artifacts) {
        long[] sum = {0};
        return artifacts.stream()
                .takeWhile(each -> (sum[0] += each.sizeBytes()) <= BYTES_MAX)
                .toList();
    }

    /** The content, if it was not erased meanwhile. */
    public static Optional<byte[]> read(BlobStore blobs, TenantId tenant, Artifact artifact) {
        try (InputStream in = blobs.open(tenant, artifact.digest()).orElse(null)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
