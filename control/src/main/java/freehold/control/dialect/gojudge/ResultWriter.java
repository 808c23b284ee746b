package freehold.control.dialect.gojudge;

import freehold.cell.Cause;
import freehold.control.blob.BlobStore;
import freehold.control.dialect.ArtifactFiles;
import freehold.control.dialect.Output;
import freehold.control.dialect.PeerJson;
import freehold.control.record.Entry;
import freehold.execution.Artifact;
import freehold.execution.Outcome;
import freehold.execution.StepName;
import freehold.execution.StepResult;
import freehold.execution.Verdict;
import freehold.wire.link.Stream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What became of one command, in the peer's form. Used once, by one thread. */
final class ResultWriter {
    private static final int SIGKILL = 9;
    private static final int TEXT_MAX = (int) ArtifactFiles.BYTES_MAX;

    private final Cmd cmd;
    private final Entry entry;
    private final BlobStore blobs;
    private final FileStore store;
    private final Instant now;
    private final ObjectNode json = PeerJson.object();
    private final ObjectNode files = PeerJson.object();
    private final ObjectNode fileIds = PeerJson.object();
    private final ArrayNode fileErrors = PeerJson.array();
    private long answered;
    private boolean tooMuch;

    private ResultWriter(Cmd cmd, Entry entry, BlobStore blobs, FileStore store, Instant now) {
        this.cmd = cmd;
        this.entry = entry;
        this.blobs = blobs;
        this.store = store;
        this.now = now;
    }

    /** A program that could not be started. */
    static ObjectNode notStarted(String why) {
        return numbers(PeerJson.object()
                .put("status", "Internal Error")
                .put("exitStatus", 0)
                .put("error", why));
    }

    private static ObjectNode numbers(ObjectNode json) {
        return json.put("time", 0).put("memory", 0).put("runTime", 0);
    }

    /** How much of what the program wrote and left is in the answer: a file as often as it has names. */
    static long bytes(Cmd cmd, Entry entry) {
        Optional<Outcome> outcome = entry.execution().outcome();
        long shown = 0;
        for (CopyOut copy : cmd.copyOut()) {
            Optional<Artifact> found = outcome.flatMap(each -> found(copy, each));
            if (found.isPresent() && fate(cmd, copy, found.get(), shown) instanceof Fate.Shown(long count)) {
                shown += count;
            }
        }
        return entry.execution().outputBytes() + shown;
    }

    /** What becomes of a file that was found. */
    private sealed interface Fate {
        record Stored() implements Fate {}

        /** The first so many bytes of it are. */
        record Shown(long count) implements Fate {}

        record Exceeding(long size, long most) implements Fate {}
    }

    /** @param shown what the answer has of other files already */
    private static Fate fate(Cmd cmd, CopyOut copy, Artifact artifact, long shown) {
        long size = artifact.sizeBytes();
        boolean isCut = cmd.copyOutMax() > 0 && size > cmd.copyOutMax();
        if (isCut && cmd.tooLong() == Cmd.WhatIsTooLong.IS_REFUSED) {
            return new Fate.Exceeding(size, cmd.copyOutMax());
        }
        if (copy.place() == CopyOut.Place.STORE) {
            return new Fate.Stored();
        }
        long count = isCut ? cmd.copyOutMax() : size;
        return shown + count > TEXT_MAX ? new Fate.Exceeding(shown + count, TEXT_MAX) : new Fate.Shown(count);
    }

    private static Optional<Artifact> found(CopyOut copy, Outcome outcome) {
        return copy.path().flatMap(path -> outcome.artifact(path.value()));
    }

    static ObjectNode write(Cmd cmd, Entry entry, BlobStore blobs, FileStore store, Instant now) {
        return new ResultWriter(cmd, entry, blobs, store, now).write();
    }

    private ObjectNode write() {
        Optional<Outcome> outcome = entry.execution().outcome();
        Optional<StepResult> run = outcome.flatMap(Outcome::run);
        if (outcome.isEmpty() || run.isEmpty()) {
            return notStarted(outcome.map(Outcome::explanation).orElse("it has not ended in time"));
        }
        streams(run.get());
        cmd.copyOut().forEach(copy -> copyOut(copy, outcome.get()));
        Status status = status(outcome.get().verdict(), run.get());
        json.put("status", status.label());
        json.put("exitStatus", exitStatus(status, run.get()));
        error(status, outcome.get()).ifPresent(error -> json.put("error", error));
        json.put("time", run.get().report().cpu().toNanos());
        json.put("memory", run.get().report().memoryPeak().count());
        json.put("runTime", run.get().report().wall().toNanos());
        json.put("procPeak", run.get().report().processesPeak());
        if (!files.isEmpty()) {
            json.set("files", files);
        }
        if (!fileIds.isEmpty()) {
            json.set("fileIds", fileIds);
        }
        if (!fileErrors.isEmpty()) {
            json.set("fileError", fileErrors);
        }
        return json;
    }

    private Status status(Verdict verdict, StepResult run) {
        Status status = Status.of(verdict, run.report());
        if (status != Status.ACCEPTED) {
            return status;
        }
        return tooMuch ? Status.OUTPUT_LIMIT : fileErrors.isEmpty() ? status : Status.FILE_ERROR;
    }

    private static int exitStatus(Status status, StepResult run) {
        int signal = run.report().signal();
        return switch (status) {
            case TIME_LIMIT, MEMORY_LIMIT -> signal == 0 ? SIGKILL : signal;
            case ACCEPTED, NONZERO_EXIT, FILE_ERROR, OUTPUT_LIMIT, SIGNALLED, DANGEROUS_SYSCALL, INTERNAL_ERROR ->
                signal == 0 ? run.report().exitCode() : signal;
        };
    }

    private Optional<String> error(Status status, Outcome outcome) {
        return switch (status) {
            case FILE_ERROR -> Optional.of(fileErrors.path(0).path("message").asString(""));
            case INTERNAL_ERROR, DANGEROUS_SYSCALL -> Optional.of(outcome.explanation());
            case ACCEPTED, NONZERO_EXIT, OUTPUT_LIMIT, SIGNALLED, TIME_LIMIT, MEMORY_LIMIT -> Optional.empty();
        };
    }

    private void streams(StepResult run) {
        cmd.copies().forEach((stream, collector) -> {
            byte[] written = stream == Stream.STDOUT ? run.stdout() : run.stderr();
            files.put(collector.name(), Output.text(Arrays.copyOf(written, (int)
                    Math.min(written.length, collector.max()))));
        });
        Cause cause = run.report().cause();
        if (cmd.isJoined()) {
            boolean isOver = cause == Cause.STDOUT || cause == Cause.STDERR;
            cmd.stdout().ifPresent(collector -> collect(collector, Output.interleaved(entry, StepName.RUN), isOver));
            return;
        }
        cmd.stdout().ifPresent(collector -> collect(collector, run.stdout(), cause == Cause.STDOUT));
        cmd.stderr().ifPresent(collector -> collect(collector, run.stderr(), cause == Cause.STDERR));
    }

    /** @param wasEnded whether the program was ended for this stream, of which there is no more then than its limit */
    private void collect(Collector collector, byte[] written, boolean wasEnded) {
        boolean isOver = written.length > collector.max();
        files.put(collector.name(), Output.text(isOver ? Arrays.copyOf(written, (int) collector.max()) : written));
        if (isOver || wasEnded) {
            tooMuch = true;
            fileError(collector.name(), "CollectSizeExceeded", Status.OUTPUT_LIMIT.label());
        }
    }

    private void copyOut(CopyOut copy, Outcome outcome) {
        Optional<Artifact> found = found(copy, outcome);
        if (found.isEmpty()) {
            if (copy.presence() == CopyOut.Presence.REQUIRED) {
                fileError(copy.name(), "CopyOutOpen", "open " + copy.name() + ": no such file or directory");
            }
            return;
        }
        switch (fate(cmd, copy, found.get(), answered)) {
            case Fate.Stored() -> keep(copy, found.get());
            case Fate.Shown(long count) -> show(copy, found.get(), count);
            case Fate.Exceeding(long size, long most) -> exceeded(copy, size, most);
        }
    }

    private void exceeded(CopyOut copy, long size, long most) {
        fileError(
                copy.name(),
                "CopyOutSizeExceeded",
                "copyout: \"" + copy.name() + "\" size (" + size + ") exceeds limit (" + most + ")");
    }

    private void keep(CopyOut copy, Artifact artifact) {
        fileIds.put(
                copy.name(),
                store.put(
                        entry.execution().tenant(),
                        new StoredFile(
                                copy.name(),
                                artifact.digest(),
                                artifact.sizeBytes(),
                                Optional.of(cmd.runtime()),
                                now)));
    }

    private void show(CopyOut copy, Artifact artifact, long count) {
        answered += count;
        try (InputStream in =
                blobs.open(entry.execution().tenant(), artifact.digest()).orElse(null)) {
            if (in == null) {
                fileError(copy.name(), "CopyOutCopyContent", "it was erased meanwhile");
            } else {
                files.put(copy.name(), Output.text(in.readNBytes((int) count)));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void fileError(String name, String type, String message) {
        fileErrors.addObject().put("name", name).put("type", type).put("message", message);
    }
}
