package freehold.client;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A language that a server knows.
 *
 * @param source what the one file of a request with {@code source} is called
 * @param reason why it is not installed
 */
public record Runtime(
        String name,
        String title,
        List<String> aliases,
        List<String> extensions,
        String source,
        boolean installed,
        Optional<String> reason,
        List<Version> versions,
        Steps steps) {
    public Runtime {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(title, "title");
        aliases = List.copyOf(aliases);
        extensions = List.copyOf(extensions);
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(reason, "reason");
        versions = List.copyOf(versions);
        Objects.requireNonNull(steps, "steps");
    }

    /** One version of it. */
    public record Version(String version, String digest, Origin origin, long sizeBytes, Optional<String> warning) {}

    /** How a program is built, where it is, and run. */
    public record Steps(Optional<StepPlan> build, StepPlan run) {}

    /** One of them, with its default limits. */
    public record StepPlan(List<String> command, EffectiveLimits limits) {}

    record Catalogue(List<Runtime> items) {
        Catalogue {
            items = List.copyOf(items);
        }
    }
}
