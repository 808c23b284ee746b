package freehold.worker.workspace;

import freehold.execution.StepResult;
import freehold.execution.WorkPath;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** What a build step did and left, held until closed. */
public interface Built extends AutoCloseable {
    /** Where there is no build step. */
    Built NOTHING = new Built() {
        @Override
        public Optional<StepResult> result() {
            return Optional.empty();
        }

        @Override
        public List<Entry> files() {
            return List.of();
        }

        @Override
        public InputStream open(Entry entry) {
            throw new IllegalArgumentException("no such file: " + entry.path());
        }

        @Override
        public void close() {}
    };

    /** What the step did; empty where there is none. */
    Optional<StepResult> result();

    List<Entry> files();

    InputStream open(Entry entry) throws IOException;

    @Override
    void close();

    /**
     * One file that the step left.
     *
     * @param offset where its bytes begin in the place that holds all of them
     */
    record Entry(WorkPath path, boolean executable, long offset, long sizeBytes) {}
}
