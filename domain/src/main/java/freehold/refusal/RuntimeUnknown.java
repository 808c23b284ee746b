package freehold.refusal;

import java.util.List;

/**
 * No runtime of that name or version.
 *
 * @param versions those of the same name that there are; empty if there is none
 * @param near names that may be meant, where there is none of that name
 */
public record RuntimeUnknown(String asked, List<String> versions, List<String> near) implements Refusal {
    public RuntimeUnknown {
        versions = List.copyOf(versions);
        near = List.copyOf(near);
    }
}
