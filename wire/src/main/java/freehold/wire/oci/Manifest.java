package freehold.wire.oci;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One image.
 *
 * @param layers the lowest first
 */
public record Manifest(Descriptor config, List<Descriptor> layers, SortedMap<String, String> annotations) {
    public Manifest {
        layers = List.copyOf(layers);
        annotations = new TreeMap<>(annotations);
    }
}
