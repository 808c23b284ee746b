package freehold.wire.oci;

import java.util.List;

/**
 * One image of a docker archive's {@code manifest.json}; all are names of members of the archive.
 *
 * @param layers the lowest first
 */
public record DockerImage(String config, List<String> layers, List<String> tags) {
    public DockerImage {
        layers = List.copyOf(layers);
        tags = List.copyOf(tags);
    }
}
