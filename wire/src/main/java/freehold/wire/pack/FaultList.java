package freehold.wire.pack;

import java.util.ArrayList;
import java.util.List;

/** Gathers the mistakes of one file. */
final class FaultList {
    private final String file;
    private final List<PackFault> faults = new ArrayList<>();

    FaultList(String file) {
        this.file = file;
    }

    void add(String pointer, String detail) {
        faults.add(new PackFault(file, pointer, detail));
    }

    List<PackFault> all() {
        return List.copyOf(faults);
    }
}
