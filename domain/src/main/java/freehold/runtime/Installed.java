package freehold.runtime;

import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import java.util.Map;
import java.util.Optional;

/**
 * One version of a pack that can be run here.
 *
 * @param version as the toolchain itself says, such as {@code 3.11.2}
 * @param digest of the image, or of the host files found
 * @param buildRoot name of the root that the build step sees, where there is one
 * @param runRoot name of the root that the run step sees
 * @param variables what discovery found, for the placeholders of the commands, such as {@code executable}
 * @param source where it comes from: {@link #HOST} or {@link #BUNDLE}
 * @param size of everything that the roots hold
 * @param warmth what is prepared ahead of its programs
 */
public record Installed(
        Pack pack,
        String version,
        Digest digest,
        Optional<String> buildRoot,
        String runRoot,
        Map<String, String> variables,
        String source,
        Bytes size,
        Warmth warmth) {
    /** A {@link #source}: toolchains of this host. */
    public static final String HOST = "host";
    /** A {@link #source}: what was installed from packages or imported. */
    public static final String BUNDLE = "bundle";

    public Installed {
        variables = Map.copyOf(variables);
    }

    /** Whether its roots hold what the bootstraps that the pack names are made of. */
    public boolean hasBootstraps() {
        return warmth instanceof Warmth.Full;
    }

    /** What whoever runs this server should know of it, where something is not as it was meant to be. */
    public Optional<String> warning() {
        return switch (warmth) {
            case Warmth.Full _, Warmth.None _ -> Optional.empty();
            case Warmth.Cold(String reason) -> Optional.of("starts cold, for its cache is empty: " + reason);
        };
    }
}
