package freehold.refusal;

import java.util.List;

/**
 * No runtime of that name or version.
 *
 * @param versions those of the same name that there are; empty if there is none
 */
public record RuntimeUnknown(String asked, List<String> versions) implements Refusal {
    public RuntimeUnknown {
        versions = List.copyOf(versions);
    }
}
