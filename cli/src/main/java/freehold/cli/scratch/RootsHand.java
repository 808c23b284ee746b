package freehold.cli.scratch;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A child that stays root when this process gives that up. All it does is to give a draft its name, at a word from here; without one it removes the
 * draft, also if this process was killed.
 */
final class RootsHand implements AutoCloseable {
    private static final int TAKEN = 3;
    /** A move would take the place of what came meanwhile; where the file system has no links that is looked for just before. */
    private static final String SCRIPT = """
            trap '' HUP INT TERM
            status=1
            if read -r _; then
                if ln -T -- "$1" "$2" 2>/dev/null; then
                    status=0
                elif [ -e "$2" ] || [ -L "$2" ]; then
                    status=3
                elif mv -T -- "$1" "$2"; then
                    status=0
                fi
            fi
            rm -f -- "$1"
            exit $status
            """;

    private final Process child;

    private RootsHand(Process child) {
        this.child = child;
    }

    /** Has one for a draft, which is gone again where there is none. */
    static RootsHand over(Path draft, Path file) throws IOException {
        try {
            return new RootsHand(new ProcessBuilder(
                            "/bin/sh",
                            "-c",
                            SCRIPT,
                            "sh",
                            draft.toAbsolutePath().toString(),
                            file.toAbsolutePath().toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException failed) {
            Files.deleteIfExists(draft);
            throw failed;
        }
    }

    /**
     * Gives the draft its name.
     *
     * @return whether it was free
     * @throws IOException if it could not be given; the draft is gone then
     */
    boolean publish() throws IOException {
        try (OutputStream word = child.getOutputStream()) {
            word.write("whole\n".getBytes(StandardCharsets.US_ASCII));
        }
        int status = ended();
        if (status != 0 && status != TAKEN) {
            throw new IOException("the file could not be given its name");
        }
        return status == 0;
    }

    private int ended() {
        try {
            return child.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        try {
            child.getOutputStream().close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        int _ = ended();
    }
}
