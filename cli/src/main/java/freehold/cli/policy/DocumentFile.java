package freehold.cli.policy;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.Unreadable;
import freehold.policy.PolicyName;
import freehold.wire.api.PolicyDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A document on disk, or from standard input where the path is {@code -}. It is JSON if its name says so, and YAML otherwise, of which
 * JSON is a part.
 */
@SuppressWarnings("ArrayRecordComponent") // passed on once, compared by nobody
record DocumentFile(Path path, byte[] bytes) {
    private static final int BYTES_MAX = 10 << 20;

    static DocumentFile read(Path path) {
        try {
            byte[] bytes = path.toString().equals("-") ? System.in.readNBytes(BYTES_MAX) : Files.readAllBytes(path);
            return new DocumentFile(path, bytes);
        } catch (IOException unreadable) {
            throw new Declined(ExitStatus.USAGE, path + " cannot be read: " + Unreadable.reason(unreadable));
        }
    }

    String mediaType() {
        return isJson() ? "application/json" : "application/yaml";
    }

    PolicyDocument.Read policy() {
        return isJson() ? PolicyDocument.json(bytes) : PolicyDocument.yaml(bytes);
    }

    /** What was asked for, or the name of the file without its ending. */
    PolicyName name(Optional<String> asked) {
        String text = asked.orElseGet(() -> Optional.ofNullable(path.getFileName())
                .map(Path::toString)
                .orElse("")
                .replaceFirst("\\.[a-z]+$", ""));
        if (!PolicyName.isOne(text)) {
            throw new Declined(
                    ExitStatus.USAGE,
                    "'" + text + "' is not the name of a policy (a letter, then at most 63 of a-z, 0-9, _ and -);"
                            + " give one with --name");
        }
        return new PolicyName(text);
    }

    private boolean isJson() {
        return path.toString().endsWith(".json");
    }
}
