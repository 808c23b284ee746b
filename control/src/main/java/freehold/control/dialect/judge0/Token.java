package freehold.control.dialect.judge0;

import freehold.control.dialect.ExecutionUuid;
import freehold.execution.ExecutionId;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Executions by the names that clients of this dialect expect: UUIDs of version 4 (some clients check that). An id of ours is a UUID of
 * version 7 in other digits, and the version is the same for all, so it can be changed on the way out and back on the way in.
 */
final class Token {
    private static final Pattern FORM =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    private static final long VERSION = 0xf000L;
    private static final long OURS = 7L << 12;
    private static final long THEIRS = 4L << 12;

    private Token() {}

    static String of(ExecutionId id) {
        UUID uuid = ExecutionUuid.of(id);
        return new UUID((uuid.getMostSignificantBits() & ~VERSION) | THEIRS, uuid.getLeastSignificantBits()).toString();
    }

    /** The execution that a token means; empty if it has another form. */
    static Optional<ExecutionId> parse(String token) {
        if (!FORM.matcher(token).matches()) {
            return Optional.empty();
        }
        UUID uuid = UUID.fromString(token);
        return Optional.of(ExecutionUuid.id(
                new UUID((uuid.getMostSignificantBits() & ~VERSION) | OURS, uuid.getLeastSignificantBits())));
    }
}
