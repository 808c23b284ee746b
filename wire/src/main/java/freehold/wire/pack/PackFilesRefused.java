package freehold.wire.pack;

import java.util.List;
import java.util.stream.Collectors;

/** Some pack files have mistakes; none is used, for a runtime that is offered must be what its author meant. */
public final class PackFilesRefused extends RuntimeException {
    private final transient List<PackFault> faults;

    public PackFilesRefused(List<PackFault> faults) {
        super(faults.stream().map(PackFault::toString).collect(Collectors.joining("\n")));
        this.faults = List.copyOf(faults);
    }

    /** All of them, in the order of files and of places in a file; never empty. */
    public List<PackFault> faults() {
        return faults;
    }
}
