package freehold.cli.run;

import freehold.cli.ExitStatus;
import freehold.cli.privilege.ThisProcess;
import freehold.cli.run.VerdictLine.Colour;
import freehold.execution.StepName;
import freehold.execution.Verdict;
import freehold.execution.WorkPath;
import freehold.text.Printable;
import freehold.wire.link.Stream;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The caller's two streams. The program's bytes go through unchanged and at once. What a build writes is a message to people: it
 * goes to standard error, and only if the build failed or a person looks on.
 */
final class Terminal implements Observer {
    /** What is shown besides the program's own output. */
    enum Telling {
        /** Nothing: the program's output alone. */
        NOTHING,
        /** The verdict line, and the messages of a build. */
        VERDICT
    }

    private static final int STANDARD_OUTPUT = 1;
    private static final int STANDARD_ERROR = 2;
    private static final int PATH_MOST = 200;

    private final OutputStream out = new FileOutputStream(FileDescriptor.out);
    private final OutputStream err = new FileOutputStream(FileDescriptor.err);
    private final ByteArrayOutputStream build = new ByteArrayOutputStream();
    private final Telling telling;
    private final boolean shared;
    private final Colour colour;
    private final boolean live;
    private final Optional<ArtifactFolder> artifacts;
    private final Runnable onClosed;
    private final String lineEnd;
    private boolean midLine;
    private int unwritten;
    private volatile boolean lost;

    /**
     * Takes the streams.
     *
     * @param live whether the program's output is shown as it comes; otherwise not at all
     * @param onClosed called when the reader of a stream went away
     */
    Terminal(Telling telling, Colour colour, boolean live, Optional<ArtifactFolder> artifacts, Runnable onClosed) {
        this.telling = telling;
        this.shared = ThisProcess.isTerminal(STANDARD_OUTPUT) && ThisProcess.isTerminal(STANDARD_ERROR);
        // where the terminal is raw, a line feed alone leaves the cursor in its column; elsewhere the return does no
        // harm
        this.lineEnd = ThisProcess.isTerminal(STANDARD_ERROR) ? "\r\n" : "\n";
        this.colour = colour;
        this.live = live;
        this.artifacts = artifacts;
        this.onClosed = onClosed;
    }

    @Override
    public void output(StepName step, Stream stream, byte[] bytes) {
        if (!live) {
            return;
        }
        try {
            switch (step) {
                case BUILD -> {
                    build.write(bytes);
                    if (telling == Telling.VERDICT) {
                        flushBuild();
                    }
                }
                case RUN -> {
                    (stream == Stream.STDOUT ? out : err).write(bytes);
                    midLine = bytes.length == 0 ? midLine : bytes[bytes.length - 1] != '\n';
                }
            }
        } catch (IOException _) {
            lost = true;
            onClosed.run();
        }
    }

    /** Whether some of what the program wrote could not be passed on. */
    boolean hasLost() {
        return lost;
    }

    @Override
    public void artifact(WorkPath path, InputStream bytes) {
        artifacts.ifPresent(folder -> {
            try {
                folder.write(path, bytes);
            } catch (IOException failed) {
                if (unwritten++ == 0) {
                    notice("--out: " + Printable.of(path.value(), PATH_MOST) + " was not written: "
                            + ArtifactFolder.reason(failed) + ".");
                }
            }
        });
    }

    @Override
    public void notice(String sentence) {
        try {
            String before = midLine && shared ? lineEnd : "";
            err.write((before + "freehold: " + sentence + lineEnd).getBytes(StandardCharsets.UTF_8));
            midLine = midLine && !shared;
        } catch (IOException _) {
            onClosed.run();
        }
    }

    /** The status of the command. A program that ended well has not done so for whoever lacks its files. */
    int status(Summary summary) {
        return unwritten > 0 && summary.exitStatus() == ExitStatus.OK ? ExitStatus.USAGE : summary.exitStatus();
    }

    /** Says how it ended. */
    void finish(Summary summary) {
        if (unwritten > 1) {
            notice("--out: " + (unwritten - 1) + " more were not written.");
        }
        if (live && (summary.verdict() == Verdict.SUCCEEDED || summary.verdict() == Verdict.FAILED)) {
            artifacts
                    .map(ArtifactFolder::unmatched)
                    .orElse(List.of())
                    .forEach(glob -> notice("--collect: no file matches " + glob.pattern()));
        }
        try {
            if (summary.verdict() == Verdict.BUILD_FAILED && live) {
                flushBuild();
            }
            if (telling == Telling.VERDICT || summary.verdict() == Verdict.FAULTED) {
                String line = VerdictLine.of(summary, colour);
                // On a terminal both streams share one line; in a file, standard error stays as it was written.
                err.write((midLine && shared ? "\n" + line : line).getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException _) {
            onClosed.run();
        }
    }

    private void flushBuild() throws IOException {
        build.writeTo(err);
        build.reset();
    }
}
