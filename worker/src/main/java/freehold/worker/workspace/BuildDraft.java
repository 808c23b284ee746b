package freehold.worker.workspace;

import freehold.cell.Limits;
import freehold.execution.StepResult;
import freehold.execution.WorkPath;
import freehold.quantity.Digest;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/** A build that is being written down: first the bytes of its files, then what they are. */
public final class BuildDraft implements AutoCloseable {
    private final Path draft;
    private final Limits limits;
    private final Keeping keeping;
    private final MessageDigest sha256 = Digest.sha256();
    private final DataOutputStream out;
    private final List<Built.Entry> files = new ArrayList<>();
    private long offset;

    BuildDraft(Path draft, Limits limits, Keeping keeping) throws IOException {
        this.draft = draft;
        this.limits = limits;
        this.keeping = keeping;
        this.out = new DataOutputStream(
                new BufferedOutputStream(new DigestOutputStream(Files.newOutputStream(draft), sha256), 64 * 1024));
    }

    /** What is done with a finished draft. */
    interface Keeping {
        void keep(BuildFile build) throws IOException;
    }

    /** Adds a file that the build left. */
    public void add(WorkPath path, boolean executable, InputStream bytes) throws IOException {
        long size = bytes.transferTo(out);
        files.add(new Built.Entry(path, executable, offset, size));
        offset += size;
    }

    /** Finishes it, keeps it in the cache, and opens it. */
    public Built keep(StepResult result) throws IOException {
        BuildFile.writeIndex(out, offset, files, result);
        out.flush();
        out.write(sha256.digest());
        out.close();
        BuildFile build = BuildFile.open(draft, limits, true);
        try {
            keeping.keep(build);
            return build;
        } catch (IOException failure) {
            build.close();
            throw failure;
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(draft);
    }
}
