package freehold.worker.rootfs;

import freehold.wire.pack.RootPart;
import java.util.List;
import java.util.Map;

/**
 * What other products call the work directory. Programs that were written for those, or by models that were told of them, write there.
 * Roots of the host's toolchains have these links by {@code parts.yaml}; the trees of bundles are sealed, so theirs lie beside.
 */
final class WorkNames {
    private static final String WORK = "/work";

    /** LibreChat's code interpreter, go-judge. */
    private static final Map<String, String> LINKS = Map.of("/mnt/data", WORK, "/w", WORK);

    private WorkNames() {}

    static RootPart part() {
        return new RootPart(List.of(), List.of(), List.of(), List.of(), Map.of(), Map.of(), LINKS, List.of());
    }
}
