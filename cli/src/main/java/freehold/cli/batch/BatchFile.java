package freehold.cli.batch;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.Unreadable;
import freehold.wire.client.BatchText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file with requests, or standard input, as the body of a batch. */
final class BatchFile {
    /** More than any server takes; it says what it takes. */
    private static final int BYTES_MAX = 256 << 20;

    private static final Path STANDARD_INPUT = Path.of("-");

    private BatchFile() {}

    static byte[] body(Path file, InputStream standardInput) {
        byte[] bytes;
        try (InputStream in = file.equals(STANDARD_INPUT) ? standardInput : Files.newInputStream(file)) {
            bytes = in.readNBytes(BYTES_MAX + 1);
        } catch (IOException unreadable) {
            throw new Declined(ExitStatus.USAGE, called(file) + " cannot be read: " + Unreadable.reason(unreadable));
        }
        if (bytes.length > BYTES_MAX) {
            throw new Declined(
                    ExitStatus.USAGE, called(file) + " is longer than any server takes; make several batches of it");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return BatchText.body(text).getBytes(StandardCharsets.UTF_8);
        } catch (CharacterCodingException wrong) {
            throw new Declined(ExitStatus.USAGE, called(file) + " cannot be read: " + Unreadable.reason(wrong));
        } catch (IllegalArgumentException wrong) {
            throw new Declined(
                    ExitStatus.USAGE,
                    called(file) + " is no batch: " + wrong.getMessage()
                            + "; give an object with executions, or one request a line");
        }
    }

    private static String called(Path file) {
        return file.equals(STANDARD_INPUT) ? "what came on the standard input" : file.toString();
    }
}
